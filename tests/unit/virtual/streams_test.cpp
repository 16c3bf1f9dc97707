#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::twin::test {
namespace {

// The smallest sheets there are keep these tests short.
std::string small_ivec_job() {
  IvecSettings settings;
  settings.paper = "custom_canon_89x127mm";
  const auto stripes = [](unsigned, unsigned y, unsigned char* rgb) {
    rgb[0] = rgb[1] = rgb[2] = y < 700 ? 0 : 128;
  };
  return one_page_job(
      "PWGRaster", pwg_page({.width = 970, .height = 1405, .size_name = settings.paper}, stripes),
      settings);
}

std::string small_jpeg_job() {
  IvecSettings settings;
  settings.paper = "custom_canon_89x127mm";
  return one_page_job(
      "JPEGPAGE",
      jpeg_page(970, 1405, 1, [](unsigned, unsigned, unsigned char* gray) { gray[0] = 90; }),
      settings);
}

struct Stream {
  const char* name;
  std::string bytes;
};
std::ostream& operator<<(std::ostream& out, const Stream& stream) {
  return out << stream.name;
}

class VirtualStream : public testing::TestWithParam<Stream> {};

TEST_P(VirtualStream, CutAnywhereItEndsInAClearErrorAndNoHalfSheet) {
  const std::string& whole = GetParam().bytes;
  const std::size_t pages_end =
      whole.find("EndJob") != std::string::npos ? whole.rfind("<?xml") : whole.rfind("@PJL EOJ");
  // Each byte of the small job; where a payload is long, each of its first and last bytes and some
  // between.
  for (std::size_t cut = 1;
       cut<whole.size(); cut += cut> 3000 && cut + 1000 < pages_end ? 331 : 1) {
    DecodeOptions options = strict();
    options.language = whole[0] == '<' ? Language::ivec : Language::pcl_xl;
    const auto jobs = decode(whole.substr(0, cut), options);
    const bool nothing_yet = jobs.empty();
    if (nothing_yet) {
      // Not one document or line of a job is complete.
      ASSERT_LT(cut, 200u);
      continue;
    }
    ASSERT_EQ(jobs.size(), 1u) << "cut at " << cut;
    if (jobs[0].state == JobState::completed) { // only what ends the connection is missing
      ASSERT_GT(cut, whole.size() - 12) << "cut at " << cut;
      continue;
    }
    ASSERT_EQ(jobs[0].state, JobState::aborted);
    ASSERT_THAT(jobs[0].reason, testing::HasSubstr("the stream end")) << "cut at " << cut;
    ASSERT_THAT(jobs[0].reason, testing::HasSubstr("at byte " + std::to_string(cut)))
        << "cut at " << cut;
  }
}

TEST_P(VirtualStream, LeavesNoHalfSheetBehind) {
  const std::string& whole = GetParam().bytes;
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.first_job = 1;
  for (std::size_t cut = whole.size() / 2; cut < whole.size(); cut += whole.size() / 20) {
    const auto jobs = decode(whole.substr(0, cut), options);
    const std::vector<std::string> drawn = folder.files();
    ASSERT_EQ(jobs.size(), 1u);
    ASSERT_EQ(drawn.size(), jobs[0].sides.size() + 1) << "cut at " << cut;
    if (!jobs[0].sides.empty()) {
      EXPECT_GT(read_png(folder.path() / drawn[0]).width, 0);
    }
    for (const std::string& file : drawn)
      std::filesystem::remove(folder.path() / file);
  }
}

TEST_P(VirtualStream, ThePiecesItComesInDoNotMatter) {
  std::vector<TappedSide> expected;
  DecodeOptions options = strict();
  options.sheets.tap = tap_into(expected);
  const auto jobs = decode(GetParam().bytes, options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  const std::string record = to_json(jobs[0]);

  const auto matches = [&](const std::function<std::size_t()>& piece) {
    std::vector<TappedSide> got;
    options.sheets.tap = tap_into(got);
    const auto again = decode(GetParam().bytes, options, piece);
    return to_json(again.at(0)) == record && got.at(0).pixels == expected.at(0).pixels;
  };
  EXPECT_TRUE(matches([] { return std::size_t{1}; }));
  const bool held = rc::check("pieces", [&] {
    const auto sizes = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 5000)));
    std::size_t next = 0;
    RC_ASSERT(matches([&] { return sizes[next++ % sizes.size()]; }));
  });
  EXPECT_TRUE(held);
}

INSTANTIATE_TEST_SUITE_P(All, VirtualStream,
                         testing::Values(Stream{"PwgRaster", small_ivec_job()},
                                         Stream{"Jpeg", small_jpeg_job()},
                                         Stream{"PclXl", small_job()},
                                         Stream{"Pcl5", small_pcl5_job()}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(VirtualDecode, TellsTheLanguagesApart) {
  const auto language = [](std::string_view head) { return detect_language(as_bytes(head)); };
  EXPECT_EQ(language("<?xml"), Language::ivec);
  EXPECT_EQ(language("\xef\xbb\xbf <cmd>"), Language::ivec);
  EXPECT_EQ(language(uel), Language::pcl_xl);
  EXPECT_EQ(language("@PJL JOB"), Language::pcl_xl);
  EXPECT_EQ(language(") HP-PCL XL;2;0"), Language::pcl_xl);
  EXPECT_EQ(language("\x1b&l0O"), Language::pcl_xl);
  EXPECT_EQ(language("%PDF-1.7"), Language::automatic);
  EXPECT_EQ(language(""), Language::automatic);
}

TEST(VirtualDecode, RefusesWhatNoDeviceSpeaks) {
  const auto error = [](std::string_view bytes, DecodeOptions options = {}) {
    MemorySource source(bytes);
    auto records = decode_stream(source, options);
    return records ? std::string() : records.error().message();
  };
  EXPECT_EQ(error(""), "the input is empty");
  EXPECT_THAT(error("%PDF-1.7"), testing::HasSubstr("neither an IVEC job"));
  DecodeOptions options;
  options.model = "canon-pro-1000";
  EXPECT_THAT(error(uel, options),
              testing::HasSubstr("canon-pro-1000 speaks ivec, the input is pcl-xl"));
  options.model = "canon-lbp";
  EXPECT_THAT(error(uel, options), testing::HasSubstr("canon-ir1024"));
}

TEST(VirtualDecode, ListsWhatItReads) {
  std::string lines;
  DecodeOptions options = strict();
  options.sheets.listing = [&](std::uint64_t offset, std::string_view line) {
    lines += std::to_string(offset) + " " + std::string(line) + "\n";
  };
  decode(small_job(), options);
  EXPECT_THAT(lines, testing::StartsWith("0 UEL\n9 @PJL JOB NAME"));
  EXPECT_THAT(lines, testing::HasSubstr(" BeginPage "));
  EXPECT_THAT(lines,
              testing::HasSubstr(" BeginImage ColorDepth=0 ColorMapping=1 DestinationSize=16,4 "
                                 "SourceHeight=4 SourceWidth=16\n"));
  lines.clear();
  decode(small_pcl5_job(), options);
  EXPECT_THAT(lines, testing::HasSubstr(" ESC&l26A\n"));
  EXPECT_THAT(lines,
              testing::HasSubstr(" raster at 58,300, 16 x 4 pixels, 6 bytes; transfers by mode: "
                                 "2 in 0 1 in 2 1 in 3\n"));
  lines.clear();
  decode(small_ivec_job(), options);
  EXPECT_THAT(lines, testing::StartsWith("0 StartJob(print) jobID=00000002"));
  EXPECT_THAT(lines, testing::HasSubstr(" PWGRaster payload of "));
  EXPECT_THAT(lines, testing::HasSubstr(" EndJob(print)"));
}

TEST(VirtualDecode, GoesOnNumberingInAFolderThatHasJobs) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 30;
  decode(small_job(), options);
  decode(small_job() + small_job(), options);
  EXPECT_THAT(folder.files(), testing::Contains("job-0003-sheet-001-front.png"));
  EXPECT_EQ(folder.files().size(), 6u);
}

} // namespace
} // namespace platen::twin::test
