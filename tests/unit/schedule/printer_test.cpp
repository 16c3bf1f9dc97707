#include "unit/schedule/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Printers that pause, come and go.
namespace platen::schedule::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

FakeDevice::Part slow_then_quick(std::size_t bytes_a_second) {
  return [bytes_a_second](FakeDevice::Client& client, int number) {
    client.stop_talking();
    if (number == 1)
      client.take_slowly(bytes_a_second);
    else
      client.take_all();
  };
}

TEST(Printer, ThatIsPausedEndsItsPresentJobFirst) {
  KeepingDevice device;
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId first = world.submit(printer, {pages(10)});
  const JobId second = world.submit(printer, {pages(1)});
  world.wait_for(first, JobState::processing);
  world.change_printer(printer, [](job::Printer& p) { p.paused = true; });
  world.wait_for_status(printer, "moving-to-paused");
  device.let_go();
  world.wait_for(first, JobState::completed);
  EXPECT_EQ(world.wait_for_status(printer, "paused").state, PrinterStatus::State::stopped);
  EXPECT_EQ(world.job(second).state, JobState::pending);
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  world.wait_for(second, JobState::completed);
}

TEST(Printer, ThatIsInterruptedGivesItsJobBack) {
  FakeDevice device(slow_then_quick(200'000));
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  EXPECT_TRUE(world.wait([&] { return world.job(id).counters.sides_completed > 0; }));
  world.change_printer(printer, [](job::Printer& p) { p.paused = true; });
  world.scheduler().interrupt(printer);
  const Job job = world.wait_for(id, JobState::pending);
  EXPECT_LT(job.counters.sides_completed, 12);
  EXPECT_THAT(job.reasons, ElementsAre("printer-stopped"));
  EXPECT_THAT(job.state_message, HasSubstr("of 12 sheets had been delivered"));
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 2);
}

TEST(Printer, ThatIsRemovedCancelsWhatItPrints) {
  std::atomic<bool> cut = false;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    client.hold();
    cut = true;
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  ASSERT_TRUE(job::wait<job::Printer>(
      [&](auto done) { world.store().remove_printer(printer, std::move(done)); }));
  EXPECT_EQ(world.job(id).state, JobState::canceled);
  EXPECT_TRUE(world.wait([&] { return cut.load(); }));
  EXPECT_EQ(world.scheduler().status(printer)->state, PrinterStatus::State::idle);
}

TEST(Printer, ThatComesLaterPrintsToo) {
  const Twin twin(office);
  World world;
  world.start();
  const PrinterId printer = world.add_printer("late", office, twin.uri());
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
}

TEST(Printer, IsIdentifiedForAWhile) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "file:/dev/null");
  world.start();
  world.wait([&] {
    world.scheduler().identify(printer, "the one by the window");
    return world.scheduler().status(printer)->message == "the one by the window";
  });
  EXPECT_THAT(world.scheduler().status(printer)->reasons, Contains("identify-printer-requested"));
  EXPECT_TRUE(world.was_heard("p: identify: the one by the window"));
}

TEST(Printer, TellsEveryChangeOnce) {
  const Twin twin(office);
  World world;
  std::mutex mutex;
  std::vector<PrinterStatus> told;
  world.options.status_changed = [&](PrinterId, const PrinterStatus& status) {
    const std::lock_guard lock(mutex);
    told.push_back(status);
  };
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  world.wait_for_idle(printer);
  world.stop();
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told.front().state, PrinterStatus::State::processing);
  EXPECT_EQ(told.back().state, PrinterStatus::State::idle);
  for (std::size_t i = 1; i < told.size(); ++i)
    EXPECT_EQ(told[i].generation, told[i - 1].generation + 1);
}

TEST(Printer, NobodyKnowsIsIdle) {
  World world;
  world.start();
  ASSERT_NE(world.scheduler().status(77), nullptr);
  EXPECT_EQ(world.scheduler().status(77)->state, PrinterStatus::State::idle);
  world.scheduler().interrupt(77);
  world.scheduler().identify(77, "");
}

} // namespace
} // namespace platen::schedule::test
