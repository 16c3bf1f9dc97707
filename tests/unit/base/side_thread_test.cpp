#include "base/side_thread.h"
#include "support/no_threads.h"

#include <chrono>
#include <future>
#include <limits>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen {
namespace {

using testing::ElementsAre;

TEST(SideThread, DoesOnePieceAfterAnotherInTheirOrder) {
  std::vector<int> done;
  std::promise<void> last, all_wait; // outlive the thread, which looks at them
  SideThread side(3);
  ASSERT_TRUE(side.take([&](bool) { all_wait.get_future().wait(); }));
  for (const int piece : {1, 2})
    ASSERT_TRUE(side.take([&, piece](bool) { done.push_back(piece); }));
  all_wait.set_value();
  while (!side.take([&](bool) { last.set_value(); })) // as soon as there is room
    std::this_thread::yield();
  last.get_future().wait();
  EXPECT_THAT(done, ElementsAre(1, 2));
}

TEST(SideThread, RefusesWhatIsBeyondItsQueue) {
  std::promise<void> begun, go_on; // outlive the thread, which looks at them
  SideThread side(2);
  ASSERT_TRUE(side.take([&](bool) {
    begun.set_value();
    go_on.get_future().wait();
  }));
  begun.get_future().wait(); // it waits no more, it is done
  EXPECT_TRUE(side.take([](bool) {}));
  EXPECT_TRUE(side.take([](bool) {}));
  EXPECT_FALSE(side.take([](bool) { ADD_FAILURE() << "a refused piece is done"; }));
  go_on.set_value();
}

TEST(SideThread, ThatEndsTellsWhoeverWaits) {
  SideThread side(std::numeric_limits<std::size_t>::max()); // it refuses for one reason alone
  std::vector<bool> runs;
  std::promise<void> begun, go_on;
  ASSERT_TRUE(side.take([&](bool run) {
    runs.push_back(run);
    begun.set_value();
    go_on.get_future().wait();
  }));
  ASSERT_TRUE(side.take([&](bool run) { runs.push_back(run); }));
  begun.get_future().wait();
  std::thread end([&] { side.end(); });
  while (side.take([](bool) {})) // until the end has begun
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  go_on.set_value();
  end.join();
  ASSERT_GE(runs.size(), 2U);
  EXPECT_TRUE(runs[0]);
  EXPECT_FALSE(runs[1]);
  EXPECT_FALSE(side.take([](bool) {}));
}

TEST(SideThread, WithoutAThreadRefusesAndTriesAnew) {
  SideThread side(2);
  {
    const test::NoThreads none;
    EXPECT_FALSE(side.take([](bool) {}));
  }
  std::promise<void> done;
  EXPECT_TRUE(side.take([&](bool) { done.set_value(); }));
  done.get_future().wait();
}

} // namespace
} // namespace platen
