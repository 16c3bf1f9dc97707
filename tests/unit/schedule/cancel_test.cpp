#include "schedule/active_job.h"
#include "schedule/print_job.h"
#include "support/deaf_port.h"
#include "transport/connect.h"
#include "unit/schedule/world.h"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Cancelling in every phase: the printer is free again within a second. How long that takes on a
// machine that is busy with other things is printed, not asserted. What is asserted: the deadlines
// are such that it is within a second; each is kept by the time that it is given; and in each phase
// nothing but the cancel ends the job, as all other deadlines there are beyond the test's patience.
namespace platen::schedule::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// The longest that anybody who is to stop goes without a look at his flag: what waits in a
// transport. The others (renderers, workers, look-ups) look twice as often, or more.
constexpr milliseconds longest_look = transport::cancel_interval;

TEST(Cancel, IsOverWithinASecondByItsDeadlines) {
  const SchedulerOptions::Cancelled cancelled = SchedulerOptions{}.cancelled;
  EXPECT_LT(cancelled.side, cancelled.end);                   // else nobody could tell the device
  EXPECT_LE(cancelled.end + longest_look, milliseconds(600)); // the rest is for the machine
}

// Cancels the job that is being printed; how long its printer was busy with it after that.
milliseconds cancel_and_wait(World& world, PrinterId printer, JobId id) {
  const auto before = Clock::now();
  world.cancel(id);
  world.wait_for_idle(printer);
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - before);
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

TEST(Cancel, WhileADeviceDoesNotTakeTheCall) {
  const platen::test::DeafPort port;
  World world;
  world.options.deadlines.connect = std::chrono::hours(1);
  const PrinterId printer = world.add_printer("p", office, port.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for(id, JobState::processing);
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(world.job(id).state, JobState::processing);
  figure("connecting", cancel_and_wait(world, printer, id));
}

TEST(Cancel, WhileADeviceIsSilentInTls) {
  FakeDevice device([](FakeDevice::Client& client, int) { client.hold(); });
  World world;
  world.options.deadlines.connect = std::chrono::hours(1);
  const PrinterId printer = world.add_printer(
      "p", office, "ipps://127.0.0.1:" + std::to_string(device.port()) + "/ipp/print");
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  figure("a device is silent in TLS", cancel_and_wait(world, printer, id));
}

TEST(Cancel, WhileADeviceDoesNotAnswer) {
  std::atomic<std::size_t> taken = 0;
  std::atomic<bool> gone = false;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    taken = client.take_all().size();
    gone = true;
  });
  World world;
  const PrinterId printer = world.add_printer("pro", photo, device.uri());
  world.start();
  const JobId id = world.submit(printer, bulky(photo, 1));
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  figure("waiting for an answer", cancel_and_wait(world, printer, id));
  EXPECT_TRUE(world.wait([&] { return gone.load(); }));
  EXPECT_LT(taken, 100'000u); // the question, and nothing of the job's 6 MB
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
      client.take_slowly(model == photo ? 4'000'000 : 150'000);
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
    EXPECT_LT(world.job(id).counters.sheets_completed, 12);
  }
}

// With times that the test gives: the connection is cut when they say so, not before.
TEST(Cancel, CutsTheConnectionWhenTheTimeIsOver) {
  FakeDevice device([](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    client.hold();
  });
  World world; // its scheduler is not started
  const PrinterId printer = world.add_printer("p", office, device.uri());
  const Job job = world.job(world.submit(printer, bulky(office, 12)));
  const std::vector<model::Model> models{flow::test::model_of(office)};
  const Shared shared{world.store(), models, world.options, nullptr, std::string()};
  const job::Printer record = world.store().printers()->front();
  auto work = make_print_job(shared, record, job);
  ASSERT_TRUE(work) << work.error().message();
  ActiveJob active(shared, job, record, std::make_unique<flow::PreparedJob>(*std::move(work)), {},
                   [] {});
  // More than the device's system takes without it: the rest of the job stays here.
  EXPECT_TRUE(world.wait([&] { return active.progress().sides_sent >= 2; }));

  const auto now = Clock::now();
  active.cancel(now);
  EXPECT_TRUE(active.cancelling());
  const auto cut = now + world.options.cancelled.end;
  EXPECT_EQ(active.look_after(cut - milliseconds(1)), cut);
  std::this_thread::sleep_for(world.options.cancelled.side);
  EXPECT_FALSE(active.ended());
  active.look_after(cut);
  EXPECT_TRUE(world.wait([&] { return active.ended(); }));
  EXPECT_EQ(active.result().fault, flow::Delivered::Fault::cancelled);
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
    std::atomic<bool> cancelled = false;
    {
      // Takes some sides, and the rest when the job is cancelled: it is still at it then.
      FakeDevice device([&](FakeDevice::Client& client, int) {
        client.stop_talking();
        taken = client.take(model == photo ? 100'000 : 400'000);
        client.wait_for(cancelled);
        taken += client.take_all();
      });
      World world;
      // However slow the machine is, there is time to tell the device.
      world.options.cancelled.side = world.options.cancelled.end = std::chrono::hours(1);
      const PrinterId printer = world.add_printer("p", model, device.uri());
      world.start();
      const JobId id = world.submit(printer, {pages(200)});
      EXPECT_TRUE(world.wait([&] { return world.job(id).counters.sides_completed > 0; }));
      world.cancel(id);
      cancelled = true;
      world.wait_for_idle(printer);
      EXPECT_EQ(world.job(id).state, JobState::canceled);
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

// A paused printer has no job in hand, and its session nothing to do.
TEST(Cancel, WhileThePrinterIsPaused) {
  World world;
  const PrinterId printer =
      world.add_printer("p", office, "file:/dev/null", [](job::Printer& p) { p.paused = true; });
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  const JobId next = world.submit(printer, {pages(1)});
  world.wait_for_status(printer, "paused");
  figure("the printer is paused", cancel_and_wait(world, printer, id));
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  world.wait_for(next, JobState::completed);
  EXPECT_EQ(world.job(id).state, JobState::canceled);
  EXPECT_EQ(world.job(id).attempts, 0);
}

// Its documents may still be on their way: then there is nothing to print yet.
TEST(Cancel, WhileDocumentsAreStillToCome) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "file:/dev/null");
  world.start();
  const JobId id = world.submit(printer, {pages(1)}, [](Job& job) {
    job.state = JobState::held;
    job.incoming = true;
    job.reasons = {"job-incoming"};
  });
  figure("documents are still to come", cancel_and_wait(world, printer, id));
  auto late = world.store().new_document();
  ASSERT_TRUE(late->write(as_bytes(pages(1))));
  const auto added = job::wait<Job>([&](auto done) {
    world.store().add_document(
        id, std::move(late),
        [](Job& job) -> Result<void> {
          if (job::is_finished(job.state)) return fail(Errc::cancelled, "it was canceled");
          return {};
        },
        std::move(done));
  });
  ASSERT_FALSE(added);
  EXPECT_EQ(world.job(id).documents.size(), 1u);
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
