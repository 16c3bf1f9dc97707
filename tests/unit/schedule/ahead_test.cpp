#include "unit/schedule/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The next job is drawn while the present one is sent.
namespace platen::schedule::test {
namespace {

std::string drawn(JobId id) {
  return "job " + std::to_string(id) + " is drawn ahead";
}
std::string prepared(JobId id) {
  return "job " + std::to_string(id) + " is prepared ahead";
}

TEST(Ahead, TheNextJobIsDrawnWhileThePresentOneIsSent) {
  for (const std::string model : {office, photo}) {
    SCOPED_TRACE(model);
    KeepingDevice device;
    World world;
    const PrinterId printer = world.add_printer("p", model, device.uri());
    world.start();
    const JobId first = world.submit(printer, bulky(model, 3));
    const JobId second = world.submit(printer, bulky(model, 3));
    EXPECT_TRUE(world.wait([&] { return world.was_heard(drawn(second)); }));
    EXPECT_EQ(world.job(first).state, JobState::processing);
    EXPECT_EQ(world.job(second).state, JobState::pending);
    device.let_go();
    EXPECT_EQ(world.wait_for(second, JobState::completed).counters.sides_completed, 3);
    EXPECT_EQ(world.job(first).state, JobState::completed);
  }
}

TEST(Ahead, AJobThatComesBeforeItTakesItsPlace) {
  KeepingDevice device;
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  world.submit(printer, {pages(10)});
  const JobId second = world.submit(printer, {pages(2)});
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(second)); }));
  const JobId urgent = world.submit(printer, {pages(2)}, [](Job& job) { job.priority = 80; });
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(urgent)); }));
  device.let_go();
  world.wait_for(second, JobState::completed);
  EXPECT_LT(world.time_of("job " + std::to_string(urgent) + " completed"),
            world.time_of("job " + std::to_string(second) + " processing"));
}

TEST(Ahead, AJobThatIsHeldMovedOrChangedIsNotPrintedAsItWas) {
  KeepingDevice device;
  const Twin other(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  const PrinterId elsewhere = world.add_printer("q", office, other.uri());
  world.start();
  world.submit(printer, {pages(10)});
  const JobId moved = world.submit(printer, {pages(2)});
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(moved)); }));
  const JobId held = world.submit(printer, {pages(2)});
  world.change_job(moved, [&](Job& job) { job.printer = elsewhere; });
  world.wait_for(moved, JobState::completed);
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(held)); }));
  const JobId changed = world.submit(printer, {pages(2)});
  world.change_job(held, [](Job& job) { job.state = JobState::held; });
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(changed)); }));
  world.change_job(changed, [](Job& job) { job.options.emplace_back("copies", "3"); });
  device.let_go();
  EXPECT_EQ(world.wait_for(changed, JobState::completed).counters.sides_completed, 6);
  EXPECT_EQ(world.job(held).state, JobState::held);
}

TEST(Ahead, AJobThatIsCanceledMakesRoomForTheNext) {
  KeepingDevice device;
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  world.submit(printer, {pages(10)});
  const JobId second = world.submit(printer, {pages(3)});
  const JobId third = world.submit(printer, {pages(3)});
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(second)); }));
  world.cancel(second);
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(third)); }));
  device.let_go();
  world.wait_for(third, JobState::completed);
  EXPECT_EQ(world.job(second).state, JobState::canceled);
}

TEST(Ahead, ABadDocumentHurtsOnlyItsOwnJob) {
  KeepingDevice device;
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId first = world.submit(printer, {pages(10)});
  const JobId bad = world.submit(printer, {pages(1).substr(0, 200)});
  const JobId good = world.submit(printer, {pages(2)});
  EXPECT_TRUE(world.wait([&] { return world.was_heard(prepared(bad)); }));
  device.let_go();
  world.wait_for(good, JobState::completed);
  EXPECT_EQ(world.job(first).state, JobState::completed);
  EXPECT_EQ(world.job(bad).state, JobState::aborted);
}

// Without room nothing is drawn ahead, and everything is printed all the same.
TEST(Ahead, WithoutRoomJobsWaitForTheirTurn) {
  const Twin one(office), two(photo);
  World world;
  world.options.ahead_bytes = 0;
  const PrinterId first = world.add_printer("p", office, one.uri());
  const PrinterId second = world.add_printer("q", photo, two.uri());
  world.start();
  std::vector<JobId> jobs;
  for (int i = 0; i < 3; ++i)
    for (const PrinterId printer : {first, second})
      jobs.push_back(world.submit(printer, {pages(4)}));
  for (const JobId id : jobs)
    EXPECT_EQ(world.wait_for(id, JobState::completed).counters.sides_completed, 4);
}

TEST(Ahead, ManyJobsComeOutWholeAndInOrder) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  std::vector<JobId> jobs;
  for (int i = 0; i < 12; ++i)
    jobs.push_back(world.submit(printer, {pages(static_cast<std::size_t>(1 + i % 3))},
                                [&](Job& job) { job.name = "n" + std::to_string(i); }));
  for (const JobId id : jobs)
    world.wait_for(id, JobState::completed);
  const auto printed = twin.wait_for(12);
  ASSERT_EQ(printed.size(), 12u);
  for (std::size_t i = 0; i < printed.size(); ++i) {
    EXPECT_EQ(printed[i].name, "n" + std::to_string(i));
    EXPECT_EQ(printed[i].sides.size(), 1 + i % 3);
    EXPECT_EQ(printed[i].state, twin::JobState::completed) << printed[i].reason;
  }
}

} // namespace
} // namespace platen::schedule::test
