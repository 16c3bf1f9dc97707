#include "scan/settings.h"

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

TEST(ScanSettings, ReadWhatTheyWrite) {
  const Options options{{"input-source", "adf"},
                        {"input-sides", "two-sided-long-edge"},
                        {"input-color-mode", "bi-level"},
                        {"input-resolution", "600dpi"},
                        {"input-scan-region", "25.4mm,0mm,101.6mm,50.8mm"},
                        {"input-brightness", "-20"},
                        {"input-contrast", "35"},
                        {"input-threshold", "90"},
                        {"deskew", "false"},
                        {"crop", "true"},
                        {"orientation", "auto"},
                        {"drop-blank-pages", "auto"},
                        {"whiten-background", "false"},
                        {"remove-edge-shadows", "true"},
                        {"format", "pdfa"},
                        {"text", "true"},
                        {"languages", "eng,deu"},
                        {"jpeg-quality", "92"},
                        {"lossless", "true"},
                        {"pages-per-file", "2"},
                        {"bytes-per-file", "10000000"},
                        {"file-name", "{date} invoice {counter}"},
                        {"title", "Invoices"},
                        {"author", "Office"},
                        {"to", "Archive,Mail"},
                        {"review", "true"}};
  const auto settings = with({}, options);
  ASSERT_TRUE(settings) << settings.error().message();
  EXPECT_EQ(to_options(*settings), options);
  const auto again = with({}, to_options(*settings));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *settings);
}

TEST(ScanSettings, TheUsualOnesNeedNoOption) {
  EXPECT_TRUE(to_options(Settings()).empty());
  EXPECT_EQ(*with({}, {}), Settings());
}

TEST(ScanSettings, APaperIsARegionFromTheCorner) {
  const auto settings = with({}, {{"input-media", "iso_a4_210x297mm"}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->region, (Region{0, 0, 2480, 3508}));
  EXPECT_EQ(with(*settings, {{"input-scan-region", "all"}})->region, std::nullopt);
}

TEST(ScanSettings, BytesHaveUnits) {
  EXPECT_EQ(with({}, {{"bytes-per-file", "10MB"}})->file.bytes_per_file, 10'000'000U);
  EXPECT_EQ(with({}, {{"bytes-per-file", "500kB"}})->file.bytes_per_file, 500'000U);
  EXPECT_FALSE(with({}, {{"bytes-per-file", "12"}})); // no page would fit
}

TEST(ScanSettings, AWrongValueIsToldWithWhatItMayBe) {
  const std::vector<std::pair<Options, std::string>> wrong{
      {{{"input-source", "tray"}}, "input-source=tray: it may be auto, platen, adf"},
      {{{"input-resolution", "9999"}}, "25 to 2400"},
      {{{"input-scan-region", "0,0,1"}}, "X,Y,WIDTH,HEIGHT"},
      {{{"input-scan-region", "0mm,0mm,0mm,10mm"}}, "X,Y,WIDTH,HEIGHT"},
      {{{"input-media", "a4"}}, "iso_a4_210x297mm"},
      {{{"jpeg-quality", "0"}}, "1 to 100"},
      {{{"file-name", "a\nb"}}, "one line"},
      {{{"colour", "yes"}}, "there is no option colour of a scan; there are input-source"},
      {{{"flip-stack", "true"}, {"input-sides", "two-sided-long-edge"}}, "do not go together"}};
  for (const auto& [options, words] : wrong) {
    const auto settings = with({}, options);
    ASSERT_FALSE(settings) << words;
    EXPECT_EQ(settings.error().code, Errc::invalid);
    EXPECT_NE(settings.error().message().find(words), std::string::npos)
        << settings.error().message();
  }
}

} // namespace
} // namespace platen::scan
