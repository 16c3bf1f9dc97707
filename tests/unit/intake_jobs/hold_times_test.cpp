#include "intake/ipp/hold_times.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace platen::intake::ipp {
namespace {

// Central European time with its summer time; the rules are in the text, no zone file is needed.
class HoldTimes : public ::testing::Test {
protected:
  void SetUp() override {
    if (const char* const zone = std::getenv("TZ"); zone != nullptr) before_ = zone;
    ::setenv("TZ", "CET-1CEST,M3.5.0/2,M10.5.0/3", 1);
    ::tzset();
  }
  void TearDown() override {
    if (before_.empty()) {
      ::unsetenv("TZ");
    } else {
      ::setenv("TZ", before_.c_str(), 1);
    }
    ::tzset();
  }
  // Local time.
  static job::Time at(int year, int month, int day, int hour, int minute = 0) {
    std::tm date{};
    date.tm_year = year - 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    date.tm_hour = hour;
    date.tm_min = minute;
    return system_calendar().moment(date);
  }
  static Release release(std::string_view keyword, job::Time now) {
    const auto found = release_of(keyword, now, system_calendar());
    EXPECT_TRUE(found.has_value()) << keyword;
    return found.value_or(Release{});
  }
  static void expect_at(std::string_view keyword, job::Time now, job::Time then) {
    const Release found = release(keyword, now);
    EXPECT_TRUE(found.held) << keyword;
    EXPECT_EQ(found.at, then) << keyword << ": " << (found.at - then) / 60 << " min off";
  }

private:
  std::string before_;
};

TEST_F(HoldTimes, WindowsOpenInLocalTime) {
  const job::Time morning = at(2025, 1, 15, 10); // a Wednesday
  EXPECT_FALSE(release("day-time", morning).held);
  expect_at("evening", morning, at(2025, 1, 15, 18));
  expect_at("night", morning, at(2025, 1, 15, 18));
  expect_at("second-shift", morning, at(2025, 1, 15, 16));
  expect_at("third-shift", morning, at(2025, 1, 16, 0));
  expect_at("weekend", morning, at(2025, 1, 18, 0));
  expect_at("day-time", at(2025, 1, 15, 20), at(2025, 1, 16, 6));
}

TEST_F(HoldTimes, NightLastsOverMidnight) {
  EXPECT_FALSE(release("night", at(2025, 1, 15, 23, 59)).held);
  EXPECT_FALSE(release("night", at(2025, 1, 16, 5, 59)).held);
  EXPECT_TRUE(release("night", at(2025, 1, 16, 6)).held);
  EXPECT_FALSE(release("third-shift", at(2025, 1, 16, 7, 59)).held);
  EXPECT_FALSE(release("weekend", at(2025, 1, 19, 23, 59)).held);
  EXPECT_TRUE(release("weekend", at(2025, 1, 20, 0)).held);
}

// The clock goes from 2:00 to 3:00 on 30 March 2025 and from 3:00 back to 2:00 on 26 October.
TEST_F(HoldTimes, AreRightWhenTheClocksChange) {
  expect_at("day-time", at(2025, 3, 29, 20), at(2025, 3, 30, 6));
  EXPECT_EQ(at(2025, 3, 30, 6) - at(2025, 3, 29, 20), 9 * 3600);
  expect_at("day-time", at(2025, 10, 25, 20), at(2025, 10, 26, 6));
  EXPECT_EQ(at(2025, 10, 26, 6) - at(2025, 10, 25, 20), 11 * 3600);
  EXPECT_FALSE(release("third-shift", at(2025, 10, 26, 2, 30) + 3600).held);
}

// Zones as their rules are in 2027, and the days on which each changes its clocks: at `from` they
// go forward to `to` in spring, and at `to` back to `from` in autumn, as minutes of the day.
struct Zone {
  const char* name;
  const char* rules;
  int spring_month, spring_day, autumn_month, autumn_day, from, to, twice;
};
void PrintTo(const Zone& zone, std::ostream* out) {
  *out << zone.name;
}
class ZoneTest : public HoldTimes, public ::testing::WithParamInterface<Zone> {
protected:
  void SetUp() override {
    HoldTimes::SetUp();
    ::setenv("TZ", GetParam().rules, 1);
    ::tzset();
  }
  static job::Time spring(int minute) {
    return on(GetParam().spring_month, GetParam().spring_day, minute);
  }
  static job::Time autumn(int minute) {
    return on(GetParam().autumn_month, GetParam().autumn_day, minute);
  }
  static job::Time on(int month, int day, int minute) { return at(2027, month, day, 0, minute); }
  static int shown(job::Time moment) { // by a clock on the wall, as a minute of the day
    const std::tm date = system_calendar().local(moment);
    return date.tm_hour * 60 + date.tm_min;
  }
};

TEST_P(ZoneTest, OpensItsWindowsByTheClockOnTheWallWhateverTheDayLasts) {
  for (const auto day : {spring, autumn}) {
    const job::Time evening_before = day(-4 * 60);
    expect_at("day-time", evening_before, day(6 * 60));
    EXPECT_EQ(shown(release("day-time", evening_before).at), 6 * 60);
    EXPECT_FALSE(release("night", evening_before).held);
    expect_at("third-shift", evening_before, day(0));
    EXPECT_FALSE(release("third-shift", day(4 * 60)).held);
    EXPECT_TRUE(release("third-shift", day(8 * 60)).held);
    EXPECT_FALSE(release("night", day(6 * 60) - 1).held);
    expect_at("night", day(6 * 60), day(18 * 60));
    expect_at("evening", day(6 * 60), day(18 * 60));
    expect_at("second-shift", day(6 * 60), day(16 * 60));
    expect_at("day-time", day(18 * 60), day(30 * 60));
    EXPECT_EQ(retained_until("end-of-day", day(12 * 60), system_calendar()), day(24 * 60));
  }
  const int gap = GetParam().to - GetParam().from;
  EXPECT_EQ(spring(24 * 60) - spring(0), (24 * 60 - gap) * 60);
  EXPECT_EQ(autumn(24 * 60) - autumn(0), (24 * 60 + gap) * 60);
}

TEST_P(ZoneTest, TakesATimeThatIsSkippedAsIfTheClockHadNotBeenChangedYet) {
  const auto& zone = GetParam();
  const job::Time change = spring(zone.to);
  EXPECT_EQ(shown(change - 60), (zone.from + 24 * 60 - 1) % (24 * 60));
  EXPECT_EQ(spring(zone.from), change);
  EXPECT_EQ(spring(zone.from + 10), change + 10 * 60);
  EXPECT_EQ(shown(spring(zone.from + 10)), zone.to + 10);
}

TEST_P(ZoneTest, TakesTheFirstOfATimeThatIsShownTwice) {
  const auto& zone = GetParam();
  const job::Time first = autumn(zone.twice + 10), gap = (zone.to - zone.from) * 60;
  EXPECT_EQ(shown(first), zone.twice + 10);
  EXPECT_EQ(shown(first + gap), zone.twice + 10) << "the second";
  EXPECT_EQ(first, autumn(zone.twice) + 10 * 60);
  EXPECT_EQ(autumn(zone.twice + zone.to - zone.from), autumn(zone.twice) + 2 * gap);
}

TEST_P(ZoneTest, TakesATimeOfDayInUtcWhateverTheClocksDo) {
  for (const auto day : {spring, autumn}) {
    const job::Time now = day(0), utc_midnight = now - now % 86'400;
    for (const int minute : {30, 100, 600, 1'439}) {
      std::array<char, 32> text{};
      std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
      const job::Time today = utc_midnight + minute * 60;
      expect_at(text.data(), now, today > now ? today : today + 86'400);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Zones, ZoneTest,
    ::testing::Values(Zone{"Berlin", "CET-1CEST,M3.5.0/2,M10.5.0/3", 3, 28, 10, 31, 120, 180, 120},
                      Zone{"NewYork", "EST5EDT,M3.2.0/2,M11.1.0/2", 3, 14, 11, 7, 120, 180, 60},
                      Zone{"LordHowe", "<+1030>-10:30<+11>-11,M10.1.0/2,M4.1.0/2", 10, 3, 4, 4, 120,
                           150, 90},
                      Zone{"Havana", "CST5CDT,M3.2.0/0,M11.1.0/1", 3, 14, 11, 7, 0, 60, 0}),
    ::testing::PrintToStringParamName());

TEST_F(HoldTimes, TimesOfDayAreInUtc) {
  const job::Time now = at(2025, 1, 15, 10); // 9:00 UTC
  expect_at("09:30", now, now + 30 * 60);
  expect_at("00:30:15", now, now + 15 * 3600 + 30 * 60 + 15);
  expect_at("9:00", now, now + 24 * 3600);
}

TEST_F(HoldTimes, OtherWordsAreNone) {
  for (const char* const text : {"", "tomorrow", "24:00", "1:60", "1:1:60", "1", "1:2:3:4", ":10",
                                 "10:", "-1:00", "001:00", "1:2x"})
    EXPECT_FALSE(release_of(text, at(2025, 1, 15, 10), system_calendar()).has_value()) << text;
  EXPECT_FALSE(release("no-hold", 1).held);
  EXPECT_TRUE(release("indefinite", 1).held);
  EXPECT_EQ(release("indefinite", 1).at, 0);
}

TEST_F(HoldTimes, EachAnnouncedKeywordIsOne) {
  for (const std::string_view keyword : hold_until_keywords())
    EXPECT_TRUE(release_of(keyword, at(2025, 7, 1, 12), system_calendar()).has_value()) << keyword;
  for (const std::string_view keyword : retain_until_keywords())
    EXPECT_TRUE(retained_until(keyword, at(2025, 7, 1, 12), system_calendar()).has_value());
}

TEST_F(HoldTimes, DocumentsAreRetainedUntilTheEndOfAPeriod) {
  const job::Time end = at(2025, 12, 31, 15); // a Wednesday
  const auto until = [&](std::string_view keyword) {
    return retained_until(keyword, end, system_calendar()).value_or(0);
  };
  EXPECT_EQ(until("none"), end);
  EXPECT_EQ(until("end-of-day"), at(2026, 1, 1, 0));
  EXPECT_EQ(until("end-of-week"), at(2026, 1, 5, 0));
  EXPECT_EQ(until("end-of-month"), at(2026, 1, 1, 0));
  EXPECT_EQ(until("indefinite"), forever);
  EXPECT_FALSE(retained_until("soon", end, system_calendar()).has_value());
}

} // namespace
} // namespace platen::intake::ipp
