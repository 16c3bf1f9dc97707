#include "base/limits.h"
#include "schedule/scheduler.h"
#include "support/no_threads.h"
#include "unit/schedule/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The system has no thread left for a while.
namespace platen::schedule::test {
namespace {

using platen::test::NoThreads;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Threads, AJobWaitsForThemHoweverLongAndSaysSo) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed); // the session is there
  JobId id = 0;
  {
    const NoThreads none;
    id = world.submit(printer, {pages(1)});
    EXPECT_THAT(world.wait_for_status(printer, "other-warning").message,
                AllOf(HasSubstr("cannot start a thread"), HasSubstr("TasksMax="),
                      HasSubstr("next try in")));
    EXPECT_TRUE(
        world.wait([&] { return world.job(id).attempts > limits::tries_without_resources + 1; }));
    EXPECT_TRUE(world.wait([&] { return world.job(id).state == JobState::pending; }));
    const Job waiting = world.job(id);
    EXPECT_THAT(waiting.reasons, ElementsAre("resources-are-not-ready"));
    EXPECT_THAT(waiting.state_message, HasSubstr("RLIMIT_NPROC"));
  }
  EXPECT_EQ(world.wait_for(id, JobState::completed).counters.sheets_completed, 1);
  world.wait_for_status(printer, "");
}

TEST(Threads, APrinterThatComesMeanwhilePrintsWhenThereIsOne) {
  const Twin twin(office);
  World world;
  world.start();
  PrinterId printer = 0;
  JobId id = 0;
  {
    const NoThreads none;
    printer = world.add_printer("p", office, twin.uri());
    id = world.submit(printer, {pages(1)});
    EXPECT_THAT(world.wait_for_status(printer, "other-warning").message,
                AllOf(HasSubstr("p: its jobs wait: cannot start a thread")));
    EXPECT_THAT(world.scheduler().status(printer)->reasons, ElementsAre("other-warning"));
    EXPECT_EQ(world.job(id).state, JobState::pending);
  }
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 1);
  EXPECT_TRUE(world.scheduler().status(printer)->reasons.empty());
}

TEST(Threads, WithoutTheOneItNeedsTheSchedulerIsNotThere) {
  World world;
  {
    const NoThreads none;
    const auto scheduler = make_scheduler(world.store(), {}, world.options);
    ASSERT_FALSE(scheduler);
    EXPECT_THAT(scheduler.error().message(), HasSubstr("RLIMIT_NPROC"));
  }
  EXPECT_TRUE(make_scheduler(world.store(), {}, world.options));
}

} // namespace
} // namespace platen::schedule::test
