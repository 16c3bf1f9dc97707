#include "client/option_values.h"

#include <climits>
#include <cstdlib>

#include <gtest/gtest.h>

namespace platen::client {
namespace {

using Ranges = std::vector<std::pair<int, int>>;

TEST(OptionValues, ReadsPageRanges) {
  EXPECT_EQ(parse_ranges("1-3,5"), (Ranges{{1, 3}, {5, 5}}));
  EXPECT_EQ(parse_ranges("2-"), (Ranges{{2, INT_MAX}}));
  for (const char* wrong :
       {"", "x", "0", "3-1", "1-3,2", "1,,2", "-", "-3", "1-2-3", "99999999999"})
    EXPECT_FALSE(parse_ranges(wrong)) << wrong;
}

TEST(OptionValues, ReadsResolutions) {
  EXPECT_EQ(parse_dpi("600"), std::pair(600, 600));
  EXPECT_EQ(parse_dpi("600dpi"), std::pair(600, 600));
  EXPECT_EQ(parse_dpi("600x300dpi"), std::pair(600, 300));
  for (const char* wrong : {"", "dpi", "x600", "0dpi", "600dpcm", "-600dpi"})
    EXPECT_FALSE(parse_dpi(wrong)) << wrong;
}

// 2026-01-15 12:00 UTC, in a time zone without summer time.
constexpr std::time_t noon = 1'768'478'400;

class InIndia : public testing::Test {
protected:
  InIndia() {
    ::setenv("TZ", "IST-5:30", 1);
    ::tzset();
  }
  ~InIndia() override {
    ::unsetenv("TZ");
    ::tzset();
  }
};

TEST_F(InIndia, TurnsATimeOfDayIntoUtc) {
  EXPECT_EQ(utc_time_of_day("22:30", noon), "17:00:00");
  EXPECT_EQ(utc_time_of_day("02:00:30", noon), "20:30:30");
  for (const char* wrong : {"", ":", "24:00", "12:60", "12:00:99", "12:00x", "12:00:", "noon"})
    EXPECT_FALSE(utc_time_of_day(wrong, noon)) << wrong;
}

TEST_F(InIndia, ReadsMoments) {
  EXPECT_EQ(parse_moment("2026-01-15T12:00:00Z"), noon);
  EXPECT_EQ(parse_moment("2026-01-15T17:30"), noon);
  EXPECT_EQ(parse_moment("2026-01-15T17:30:01"), noon + 1);
  for (const char* wrong : {"", "2026-01-15", "2026-01-15T17:30+01", "today"})
    EXPECT_FALSE(parse_moment(wrong)) << wrong;
}

TEST(OptionValues, KnowsPaperByItsShortName) {
  ipp_t* const message = ippNew();
  const char* const sizes[] = {"iso_a4_210x297mm", "na_letter_8.5x11in"};
  ippAddStrings(message, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-supported", 2, nullptr, sizes);
  EXPECT_EQ(media_name("a4", message), "iso_a4_210x297mm");
  EXPECT_EQ(media_name("A4", message), "iso_a4_210x297mm");
  EXPECT_EQ(media_name("letter", message), "na_letter_8.5x11in");
  EXPECT_EQ(media_name("na_letter_8.5x11in", message), "na_letter_8.5x11in");
  EXPECT_EQ(media_name("custom_x_100x150mm", message), "custom_x_100x150mm");
  EXPECT_EQ(media_name("nonsense", message), "nonsense");
  ippDelete(message);
}

// libcups knows no "dl", and takes "b5" for the ISO's.
TEST(OptionValues, CallsPaperWhatThePrinterCallsIt) {
  ipp_t* const message = ippNew();
  const char* const sizes[] = {"iso_dl_110x220mm", "iso_b5_176x250mm", "jis_b5_182x257mm"};
  ippAddStrings(message, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-supported", 3, nullptr, sizes);
  EXPECT_EQ(media_name("b5", message), "iso_b5_176x250mm");
  const char* const names[] = {"dl=iso_dl_110x220mm", "b5=jis_b5_182x257mm"};
  ippAddStrings(message, IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-media-names", 2, nullptr, names);
  EXPECT_EQ(media_name("DL", message), "iso_dl_110x220mm");
  EXPECT_EQ(media_name("b5", message), "jis_b5_182x257mm");
  EXPECT_EQ(media_name("iso_b5_176x250mm", message), "iso_b5_176x250mm");
  ippDelete(message);
}

} // namespace
} // namespace platen::client
