#include "schedule/wording.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace platen::schedule {
namespace {

TEST(Wording, NamesTheAddressAsPeopleKnowIt) {
  EXPECT_EQ(address_of("socket://192.0.2.7"), "192.0.2.7 port 9100");
  EXPECT_EQ(address_of("file:/tmp/job"), "file:/tmp/job");
}

TEST(Wording, GivesTheDayOnlyOfAnotherDay) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  constexpr job::Time noon = 1'000'000 * 86'400LL / 86'400 * 86'400 + 43'200;
  EXPECT_EQ(clock_time(noon, noon + 60), "12:00");
  EXPECT_EQ(clock_time(noon, noon + 86'400).size(), std::string("2026-01-01 12:00").size());
}

TEST(Wording, RoundsThePauseUp) {
  EXPECT_EQ(next_try(std::chrono::milliseconds(8000)), "; next try in 8 s");
  EXPECT_EQ(next_try(std::chrono::milliseconds(50)), "; next try in 1 s");
}

} // namespace
} // namespace platen::schedule
