#include "wire/ipp/dates.h"

#include <array>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::ipp {
namespace {

using testing::Eq;
using Octets = std::array<ipp_uchar_t, 11>;

Octets octets(int year, std::array<int, 5> rest, char east, int hours, int minutes) {
  Octets date{static_cast<ipp_uchar_t>(year >> 8), static_cast<ipp_uchar_t>(year & 255)};
  for (std::size_t i = 0; i < rest.size(); ++i)
    date[2 + i] = static_cast<ipp_uchar_t>(rest[i]);
  date[8] = static_cast<ipp_uchar_t>(east);
  date[9] = static_cast<ipp_uchar_t>(hours);
  date[10] = static_cast<ipp_uchar_t>(minutes);
  return date;
}

// Of the computer, while it lives.
class Zone {
public:
  explicit Zone(const char* name) {
    if (const char* const before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~Zone() {
    if (before_)
      ::setenv("TZ", before_->c_str(), 1);
    else
      ::unsetenv("TZ");
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

private:
  std::optional<std::string> before_;
};

// Zones by rule, which need no files: with summer time, west, and far east.
constexpr std::array zones{"UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "PST8PDT,M3.2.0,M11.1.0",
                           "XXX-14"};

TEST(DatesTest, AMomentIsTheSameInEveryZoneOfTheComputer) {
  for (const char* const name : zones) {
    const Zone zone(name);
    SCOPED_TRACE(name);
    EXPECT_THAT(moment_of(octets(2026, {12, 1, 2, 47, 10}, '+', 0, 0).data()), Eq(1796093230));
    EXPECT_THAT(moment_of(octets(2026, {12, 1, 3, 47, 10}, '+', 1, 0).data()), Eq(1796093230));
    EXPECT_THAT(moment_of(octets(2026, {11, 30, 18, 47, 10}, '-', 8, 0).data()), Eq(1796093230));
    EXPECT_THAT(moment_of(octets(2026, {12, 1, 8, 17, 10}, '+', 5, 30).data()), Eq(1796093230));
    EXPECT_THAT(moment_of(octets(1970, {1, 1, 0, 0, 0}, '+', 0, 0).data()), Eq(0));
    EXPECT_THAT(moment_of(octets(2024, {2, 29, 12, 0, 0}, '+', 0, 0).data()), Eq(1709208000));
  }
}

TEST(DatesTest, WhatIsSentComesBackInEveryZone) {
  for (const char* const name : zones) {
    const Zone zone(name);
    SCOPED_TRACE(name);
    // Over the days on which the clocks are changed, and the turn of a year.
    for (std::time_t moment = 1'774'000'000; moment < 1'810'000'000; moment += 1'799)
      ASSERT_THAT(moment_of(ippTimeToDate(moment)), Eq(moment));
  }
}

TEST(DatesTest, WhatIsNoDateIsNone) {
  EXPECT_FALSE(moment_of(nullptr));
  EXPECT_FALSE(moment_of(octets(2026, {13, 32, 25, 61, 61}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {0, 1, 0, 0, 0}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {2, 29, 0, 0, 0}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 24, 0, 0}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 0, 60, 0}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 0, 0, 61}, '+', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 0, 0, 0}, '*', 0, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 0, 0, 0}, '+', 15, 0).data()));
  EXPECT_FALSE(moment_of(octets(2026, {12, 1, 0, 0, 0}, '+', 0, 60).data()));
}

} // namespace
} // namespace platen::ipp
