#include "base/turn_threads.h"

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace platen {
namespace {

TEST(TurnThreads, DoesAllThatWasTaken) {
  std::atomic<int> done{0};
  {
    TurnThreads threads({.threads = 3, .at_a_time = 2, .waiting = 100, .waiting_of_one = 100});
    std::promise<void> last;
    for (int i = 0; i < 50; ++i)
      ASSERT_TRUE(threads.take("a", [&](bool run) {
        EXPECT_TRUE(run);
        if (++done == 50) last.set_value();
      }));
    last.get_future().wait();
  }
  EXPECT_EQ(done, 50);
}

TEST(TurnThreads, OnePersonLeavesAThreadForTheOthers) {
  TurnThreads threads({.threads = 2, .at_a_time = 1, .waiting = 100, .waiting_of_one = 100});
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::atomic<int> of_a{0};
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(threads.take("a", [&](bool) {
      ++of_a;
      released.wait();
    }));
  std::promise<void> other;
  ASSERT_TRUE(threads.take("b", [&](bool) { other.set_value(); }));
  other.get_future().wait(); // though two of a's are before it
  EXPECT_LE(of_a, 1);
  release.set_value();
  threads.end();
}

TEST(TurnThreads, RefusesWhatWouldWaitTooLong) {
  TurnThreads threads({.threads = 1, .at_a_time = 1, .waiting = 3, .waiting_of_one = 2});
  std::promise<void> release, begun;
  ASSERT_TRUE(threads.take("a", [&](bool) {
    begun.set_value();
    release.get_future().wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(threads.take("a", [](bool) {}));
  EXPECT_TRUE(threads.take("a", [](bool) {}));
  EXPECT_FALSE(threads.take("a", [](bool) {})); // two of one wait
  EXPECT_TRUE(threads.take("b", [](bool) {}));
  EXPECT_FALSE(threads.take("c", [](bool) {})); // three of all
  release.set_value();
}

TEST(TurnThreads, TellsThoseThatWaitWhenItEnds) {
  std::promise<void> release, begun;
  std::atomic<int> told{0};
  TurnThreads threads(
      {.threads = 1, .at_a_time = 1, .waiting = 1'000'000, .waiting_of_one = 1'000'000});
  ASSERT_TRUE(threads.take("a", [&](bool run) {
    EXPECT_TRUE(run);
    begun.set_value();
    release.get_future().wait();
  }));
  begun.get_future().wait();
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(threads.take("a", [&](bool run) {
      if (!run) ++told;
    }));
  std::thread ending([&] { threads.end(); });
  while (threads.take("b", [](bool) {})) {
  }
  release.set_value();
  ending.join();
  EXPECT_EQ(told, 3);
}

} // namespace
} // namespace platen
