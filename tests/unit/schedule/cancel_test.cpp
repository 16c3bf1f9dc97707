#include "unit/schedule/world.h"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

// Cancelling in every phase: the printer is free again within a second.
namespace platen::schedule::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// Cancels the job that is being printed; how long its printer was busy with it after that.
milliseconds cancel_and_wait(World& world, PrinterId printer, JobId id) {
  const auto before = Clock::now();
  world.cancel(id);
  world.wait_for_idle(printer);
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - before);
  EXPECT_LT(took, std::chrono::seconds(1));
  const Job job = world.job(id);
  EXPECT_EQ(job.state, JobState::canceled);
  EXPECT_THAT(job.reasons, ElementsAre("job-canceled-by-user"));
  EXPECT_GT(job.finished, 0);
  return took;
}

void figure(const char* phase, milliseconds took) {
  std::printf("cancelled while %-34s %4lld ms\n", phase, static_cast<long long>(took.count()));
}

TEST(Cancel, WhileADocumentIsOpened) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "file:/dev/null");
  world.start();
  const JobId id = world.submit(printer, {endless_document()});
  world.wait_for(id, JobState::processing);
  std::this_thread::sleep_for(milliseconds(200));
  figure("a document is opened", cancel_and_wait(world, printer, id));
}

TEST(Cancel, WhileAPageIsDrawn) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "file:/dev/null");
  world.start();
  const JobId id = world.submit(printer, {slow_page()});
  world.wait_for(id, JobState::processing);
  std::this_thread::sleep_for(milliseconds(500));
  figure("a page is drawn", cancel_and_wait(world, printer, id));
}

// A port whose queue of clients is full: the system does not even refuse.
class DeafPort {
public:
  DeafPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_.get(), 0);
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    for (int i = 0; i < 4; ++i) {
      clients_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      static_cast<void>(
          ::connect(clients_.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof address));
    }
  }
  std::string uri() const { return "socket://127.0.0.1:" + std::to_string(port_); }

private:
  UniqueFd listener_;
  std::vector<UniqueFd> clients_;
  int port_ = 0;
};

TEST(Cancel, WhileADeviceDoesNotTakeTheCall) {
  const DeafPort port;
  World world;
  const PrinterId printer = world.add_printer("p", office, port.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for(id, JobState::processing);
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(world.job(id).state, JobState::processing);
  figure("connecting", cancel_and_wait(world, printer, id));
}

TEST(Cancel, WhileADeviceDoesNotAnswer) {
  FakeDevice device([](FakeDevice::Client& client, int) { client.take_all(); });
  World world;
  const PrinterId printer = world.add_printer("pro", photo, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  std::this_thread::sleep_for(milliseconds(100));
  figure("waiting for an answer", cancel_and_wait(world, printer, id));
}

TEST(Cancel, WhileADeviceTakesNothing) {
  for (const std::string model : {office, photo}) {
    FakeDevice device([](FakeDevice::Client& client, int) {
      client.stop_talking();
      client.take(1000);
      client.hold();
    });
    World world;
    const PrinterId printer = world.add_printer("p", model, device.uri());
    world.start();
    const JobId id = world.submit(printer, bulky(model, 12));
    EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
    std::this_thread::sleep_for(milliseconds(1500));
    figure("a device takes nothing", cancel_and_wait(world, printer, id));
  }
}

TEST(Cancel, WhileADeviceTakesSlowly) {
  for (const std::string model : {office, photo}) {
    FakeDevice device([model](FakeDevice::Client& client, int) {
      client.stop_talking();
      client.take_slowly(model == photo ? 8'000'000 : 300'000);
    });
    World world;
    const PrinterId printer = world.add_printer("p", model, device.uri());
    world.start();
    const JobId id = world.submit(printer, bulky(model, 12));
    EXPECT_TRUE(world.wait([&] { return world.job(id).counters.sides_completed > 0; }));
    figure("a device takes slowly", cancel_and_wait(world, printer, id));
    EXPECT_TRUE(world.wait([&] {
      return world.job(id).state_message.find("of 12 sheets had been delivered") !=
             std::string::npos;
    })) << world.job(id).state_message;
  }
}

TEST(Cancel, WhileItWaitsForTheNextTry) {
  World world;
  world.options.first_retry = world.options.last_retry = std::chrono::hours(1);
  const PrinterId printer =
      world.add_printer("p", office, "socket://127.0.0.1:" + std::to_string(closed_port()));
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for_status(printer, "connecting-to-device");
  world.wait_for(id, JobState::pending);
  figure("waiting for the next try", cancel_and_wait(world, printer, id));
}

TEST(Cancel, TellsTheDeviceInItsOwnWords) {
  for (const std::string model : {office, photo}) {
    SCOPED_TRACE(model);
    std::string taken;
    {
      FakeDevice device([&](FakeDevice::Client& client, int) {
        client.stop_talking();
        taken = client.take_all();
      });
      World world;
      const PrinterId printer = world.add_printer("p", model, device.uri());
      world.start();
      // Many pages, so that it is still at it.
      const JobId id = world.submit(printer, {pages(200)});
      EXPECT_TRUE(world.wait([&] { return world.job(id).counters.sides_completed > 0; }));
      cancel_and_wait(world, printer, id);
    }
    twin::DecodeOptions strictly = twin::test::strict();
    strictly.model = model;
    const auto jobs = twin::test::decode(taken, strictly);
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].state, model == photo ? twin::JobState::cancelled : twin::JobState::completed)
        << jobs[0].reason;
    EXPECT_GT(jobs[0].sides.size(), 0u);
    EXPECT_LT(jobs[0].sides.size(), 200u);
  }
}

TEST(Cancel, OfAFinishedJobIsAConflict) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for(id, JobState::completed);
  const auto again =
      job::wait<Job>([&](auto done) { world.scheduler().cancel(id, {}, std::move(done)); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
}

TEST(Cancel, AsksTheEditFirstAndKeepsItsReason) {
  World world;
  const PrinterId printer =
      world.add_printer("p", office, "file:/dev/null", [](job::Printer& p) { p.paused = true; });
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  const auto refused = job::wait<Job>([&](auto done) {
    world.scheduler().cancel(
        id, [](Job&) -> Result<void> { return fail(Errc::denied, "not yours"); }, std::move(done));
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(world.job(id).state, JobState::pending);
  const auto done = job::wait<Job>([&](auto answer) {
    world.scheduler().cancel(
        id,
        [](Job& job) -> Result<void> {
          job.reasons.emplace_back("job-canceled-by-operator");
          return {};
        },
        std::move(answer));
  });
  ASSERT_TRUE(done);
  EXPECT_THAT(done->reasons, ElementsAre("job-canceled-by-operator"));
}

} // namespace
} // namespace platen::schedule::test
