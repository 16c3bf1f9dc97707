#include "base/thread.h"
#include "base/worker_pool.h"
#include "support/no_threads.h"

#include <atomic>
#include <cerrno>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Thread, RunsWhatItIsGiven) {
  bool ran = false;
  auto thread = start_thread([&] { ran = true; });
  ASSERT_TRUE(outcome_of(thread));
  thread->join();
  EXPECT_TRUE(ran);
}

TEST(Thread, ThatCannotBeHadIsAnErrorThatNamesTheLimits) {
  {
    const test::NoThreads none;
    const auto thread = start_thread([] {});
    ASSERT_FALSE(outcome_of(thread));
    EXPECT_EQ(thread.error().code, Errc::busy);
    EXPECT_THAT(thread.error().message(), AllOf(HasSubstr("cannot start a thread"),
                                                HasSubstr("TasksMax="), HasSubstr("RLIMIT_NPROC")));
    EXPECT_FALSE(start_thread<std::jthread>([](const std::stop_token&) {}));
  }
  EXPECT_TRUE(start_thread<std::jthread>([](const std::stop_token&) {}));
}

TEST(Thread, TellsWhatPassesFromWhatDoesNot) {
  EXPECT_EQ(not_started("cannot start x", EAGAIN).value().code, Errc::busy);
  const Error memory = not_started("cannot start x", ENOMEM).value();
  EXPECT_EQ(memory.code, Errc::busy);
  EXPECT_THAT(memory.what, AllOf(HasSubstr("MemoryMax="), Not(HasSubstr("RLIMIT_NPROC"))));
  const Error missing = not_started("cannot start x", ENOENT).value();
  EXPECT_EQ(missing.code, Errc::io);
  EXPECT_EQ(missing.what, "cannot start x: No such file or directory");
}

TEST(Thread, APoolThatGetsNoneWorksOnItsCallers) {
  const auto pool = [] {
    const test::NoThreads none;
    return make_thread_pool(4);
  }();
  EXPECT_EQ(pool->workers(), 1u);
  std::vector<std::atomic<int>> seen(50);
  pool->run(seen.size(), [&](std::size_t task, std::size_t worker) {
    EXPECT_EQ(worker, 0u);
    ++seen[task];
  });
  for (const auto& times : seen)
    EXPECT_EQ(times, 1);
}

} // namespace
} // namespace platen
