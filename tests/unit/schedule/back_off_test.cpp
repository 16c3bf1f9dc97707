#include "schedule/back_off.h"

#include <gtest/gtest.h>

namespace platen::schedule {
namespace {

using std::chrono::milliseconds;

TEST(BackOff, DoublesUpToItsLongestPause) {
  BackOff back_off(milliseconds(1000), milliseconds(30'000));
  EXPECT_FALSE(back_off.failing());
  for (const int pause : {1, 2, 4, 8, 16, 30, 30})
    EXPECT_EQ(back_off.failed(100), milliseconds(pause * 1000));
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(back_off.failed(200), milliseconds(30'000));
  EXPECT_EQ(back_off.since(), 100);
}

TEST(BackOff, BeginsAnewAfterASuccess) {
  BackOff back_off(milliseconds(1000), milliseconds(30'000));
  back_off.failed(100);
  back_off.failed(101);
  back_off.succeeded();
  EXPECT_FALSE(back_off.next());
  EXPECT_EQ(back_off.failed(300), milliseconds(1000));
  EXPECT_EQ(back_off.since(), 300);
}

} // namespace
} // namespace platen::schedule
