#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::byte> expected_pixels(unsigned width, unsigned height) {
  std::vector<std::byte> pixels;
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x) {
      unsigned char rgb[3];
      gradient(x, y, rgb);
      for (const unsigned char c : rgb)
        pixels.push_back(std::byte{c});
    }
  return pixels;
}

TEST(VirtualIvec, PrintsAPageThatLibcupsWrote) {
  TempFolder folder;
  std::vector<TappedSide> sides;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.tap = tap_into(sides);
  const auto jobs = decode(one_page_job("PWGRaster", pwg_page({}, gradient)), options);

  ASSERT_EQ(jobs.size(), 1u);
  const JobRecord& job = jobs[0];
  EXPECT_EQ(job.state, JobState::completed) << job.reason;
  EXPECT_EQ(job.name, "Autumn & <leaves>");
  EXPECT_EQ(job.user, "mia");
  EXPECT_EQ(job.host, "desk");
  EXPECT_EQ(job.id, "00000002");
  EXPECT_EQ(job.model, "canon-pro-1000");
  EXPECT_THAT(job.warnings, IsEmpty());
  ASSERT_EQ(job.sides.size(), 1u);
  const SideRecord& side = job.sides[0];
  EXPECT_EQ(side.medium, "na_index-4x6_4x6in");
  EXPECT_EQ(side.width, Hmm{10160});
  EXPECT_EQ(side.margins.top, Hmm{300});
  EXPECT_EQ(side.margins.left, Hmm{340});
  EXPECT_EQ(side.resolution, Dpi{300});
  EXPECT_EQ(side.quality, "3");
  EXPECT_EQ(side.intent, "none");
  EXPECT_EQ(side.tray, "inputbin_p1");
  EXPECT_FALSE(side.borderless);
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].shape, (PageShape{1119, 1705, rgb8}));
  EXPECT_EQ(sides[0].pixels, expected_pixels(1119, 1705));
  EXPECT_THAT(folder.files(), ElementsAre("job-0001-sheet-001-front.png", "job-0001.json"));
  const std::string json = read_text(folder.path() / "job-0001.json");
  EXPECT_THAT(json, HasSubstr("\"state\": \"completed\""));
  EXPECT_THAT(json, HasSubstr("\"png\": \"job-0001-sheet-001-front.png\""));
}

TEST(VirtualIvec, DrawsTheRasterAtItsTrueMarginsOnPaperOfItsTrueSize) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 0;
  const auto black = [](unsigned, unsigned, unsigned char* rgb) {
    rgb[0] = 10, rgb[1] = 20, rgb[2] = 30;
  };
  decode(one_page_job("PWGRaster", pwg_page({}, black)), options);
  const Png png = read_png(folder.path() / "job-0001-sheet-001-front.png");
  ASSERT_EQ(png.width, 1200);
  ASSERT_EQ(png.height, 1800);
  EXPECT_EQ(png.channels, 3);
  EXPECT_EQ(png.dots_per_metre, 11811u); // 300 dpi
  const int left = 40, top = 35;         // 3.4 mm and 3.0 mm at 300 dpi
  EXPECT_EQ(png.at(left, top, 2), 30);
  EXPECT_EQ(png.at(left - 1, top), 255);
  EXPECT_EQ(png.at(left, top - 1), 255);
  EXPECT_EQ(png.at(left + 1118, top + 1704), 10);
  EXPECT_EQ(png.at(left + 1119, top + 1704), 255);
  EXPECT_EQ(png.at(left + 1118, top + 1705), 255);
}

TEST(VirtualIvec, BorderlessRastersGoBeyondTheEdge) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 0;
  IvecSettings settings;
  settings.borderless = "ON";
  PwgPage page;
  page.width = 1266; // 107.2 x 159.4 mm at 300 dpi
  page.height = 1882;
  const auto jobs = decode(one_page_job("PWGRaster",
                                        pwg_page(page,
                                                 [](unsigned x, unsigned y, unsigned char* rgb) {
                                                   rgb[0] = rgb[1] = rgb[2] =
                                                       x == 33 && y == 24 ? 7 : 100;
                                                 }),
                                        settings),
                           options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_TRUE(jobs[0].sides.at(0).borderless);
  const Png png = read_png(folder.path() / "job-0001-sheet-001-front.png");
  ASSERT_EQ(png.width, 1200);
  EXPECT_EQ(png.at(0, 0), 7); // 2.8 mm and 2.0 mm of overspray are cut
  EXPECT_EQ(png.at(1199, 1799), 100);
}

TEST(VirtualIvec, PrintsJpegPages) {
  std::vector<TappedSide> sides;
  DecodeOptions options = strict();
  options.sheets.tap = tap_into(sides);
  const auto jobs = decode(one_page_job("JPEGPAGE", jpeg_page(1119, 1705, 3, gradient)), options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.at(0).payload, "JPEGPAGE");
  EXPECT_EQ(jobs[0].sides[0].resolution, Dpi{300});
  const auto wanted = expected_pixels(1119, 1705);
  ASSERT_EQ(sides.at(0).pixels.size(), wanted.size());
  double error = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    error += std::abs(std::to_integer<int>(wanted[i]) - std::to_integer<int>(sides[0].pixels[i]));
  EXPECT_LT(error / static_cast<double>(wanted.size()), 4.0);

  const auto gray = decode(one_page_job("JPEGPAGE", jpeg_page(1119, 1705, 1, gradient)), strict());
  ASSERT_EQ(gray.at(0).state, JobState::completed) << gray[0].reason;
  EXPECT_EQ(gray[0].sides.at(0).pixel_format, "gray8");
}

TEST(VirtualIvec, TakesSeveralPagesSizesAndJobsFromOneStream) {
  const std::string page = pwg_page({}, gradient);
  PwgPage five_by_seven{.width = 1419, .height = 2005, .size_name = "na_5x7_5x7in"};
  IvecSettings other;
  other.paper = "na_5x7_5x7in";
  const std::string job = start_job() + set_configuration() + announce("ON") +
                          send_data("PWGRaster", page) + set_configuration(other) +
                          announce("OFF") +
                          send_data("PWGRaster", pwg_page(five_by_seven, gradient)) + end_job();
  const auto jobs = decode(job + "\r\n" + job, strict());
  ASSERT_EQ(jobs.size(), 2u);
  for (const JobRecord& one : jobs) {
    EXPECT_EQ(one.state, JobState::completed) << one.reason;
    ASSERT_EQ(one.sides.size(), 2u);
    EXPECT_EQ(one.sides[0].medium, "na_index-4x6_4x6in");
    EXPECT_EQ(one.sides[1].medium, "na_5x7_5x7in");
    EXPECT_EQ(one.sides[1].sheet, 2);
  }
  EXPECT_EQ(jobs[1].number, 2);
}

TEST(VirtualIvec, TakesIndentedDocumentsAndSizesOfOnesOwn) {
  IvecSettings settings;
  settings.paper =
      "UserDefinitionSize</ivec:papersize>\n  "
      "<ivec:papersize_custom_width>10160</ivec:papersize_custom_width>\n"
      "  <ivec:papersize_custom_height>15240</ivec:papersize_custom_height><ivec:papersize>";
  const auto jobs = decode(one_page_job("PWGRaster", pwg_page({}, gradient), settings), strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.at(0).height, Hmm{15240});
}

TEST(VirtualIvec, CancelEndsTheJobAndKeepsWhatWasPrinted) {
  const auto jobs =
      decode(start_job() + set_configuration() + announce("ON") +
                 send_data("PWGRaster", pwg_page({}, gradient)) + ivec("CancelJob", job_id()),
             strict());
  EXPECT_EQ(jobs.at(0).state, JobState::cancelled);
  EXPECT_EQ(jobs[0].sides.size(), 1u);
}

TEST(VirtualIvec, NotesElementsThatADeviceIgnores) {
  const std::string start = ivec("StartJob", job_id() + element("bidi", "0") +
                                                 "<vcn:jobname>lost</vcn:jobname><plain>x</plain>");
  const auto jobs = decode(start + end_job(), strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed);
  EXPECT_EQ(jobs[0].name, "");
  EXPECT_THAT(jobs[0].warnings,
              ElementsAre(HasSubstr("plain is in neither namespace"),
                          HasSubstr("vcn:jobname is ignored"), HasSubstr("no pages")));
}

struct Refusal {
  const char* name;
  std::string stream;
  const char* detail; // the response_detail
  const char* why;
  bool swallows_the_rest = false; // it says so itself: its datasize covers what follows
};

std::string page() {
  static const std::string bytes = pwg_page({}, gradient);
  return bytes;
}
std::string with(IvecSettings settings, std::string_view format = "PWGRaster",
                 const std::string& payload = page()) {
  return one_page_job(format, payload, settings);
}
std::string configured() {
  return start_job() + set_configuration();
}
std::string with_page(const PwgPage& p) {
  return with({}, "PWGRaster", pwg_page(p, gradient));
}

std::vector<Refusal> refusals() {
  const std::string ready = configured() + announce("OFF");
  IvecSettings unknown_paper{.paper = "iso_a0_841x1189mm"}, unknown_medium{.medium = "stationery"},
      odd_borderless{.borderless = "YES"};
  IvecSettings plain_borderless{
      .medium = "custom-media-type-canon-00000000-0000-0000-0000-000000000044", .borderless = "ON"};
  IvecSettings a5_borderless{.paper = "iso_a5_148x210mm", .borderless = "ON"};
  IvecSettings duplex{.more = element("duplexprint", "ON")},
      quality{.more = element("printquality", "5")}, bin{.more = element("inputbin", "cassette")};
  IvecSettings mode{.more = element("printcolormode", "sepia")};
  IvecSettings intent{.more = element("printcolormode", "monochrome") +
                              element("printcolormode_intent", "pro")};
  IvecSettings no_custom{.paper = "UserDefinitionSize"};
  const std::string half = page().substr(0, page().size() / 2);
  return {
      {"EndBeforeStart", end_job(), "NotStart", "EndJob before StartJob"},
      {"PageBeforeStart", send_data("PWGRaster", page()), "NotStart", "SendData before StartJob"},
      {"StartTwice", start_job() + start_job(), "IllegalOperation",
       "StartJob where SetConfiguration"},
      {"PageBeforeSettings", start_job() + announce("OFF"), "IllegalOperation",
       "VendorCmd where SetConfiguration"},
      {"PageWithoutNextpage", configured() + send_data("PWGRaster", page()) + end_job(),
       "IllegalOperation", "SendData where VendorCmd"},
      {"EmptyNextpage", configured() + announce(""), "ParameterError", "nextpage ON or OFF"},
      {"NextpageTwice", ready + announce("OFF"), "IllegalOperation", "VendorCmd where SendData"},
      {"PromisedPageMissing",
       configured() + announce("ON") + send_data("PWGRaster", page()) + end_job(),
       "IllegalOperation", "nextpage=ON"},
      {"PageAfterTheLast", ready + send_data("PWGRaster", page()) + announce("OFF"),
       "IllegalOperation", "VendorCmd where EndJob"},
      {"AnotherJobId", start_job() + ivec("EndJob", element("jobID", "00000003")), "IllegalJobID",
       "\"00000003\""},
      {"ShortJobId", ivec("StartJob", element("jobID", "2") + element("bidi", "0")), "IllegalJobID",
       "8 digits"},
      {"NoBidi", ivec("StartJob", job_id()), "ParameterError", "bidi"},
      {"UnknownHost",
       ivec("StartJob",
            job_id() + element("bidi", "0") + "<vcn:host_environment>amiga</vcn:host_environment>"),
       "ParameterError", "amiga"},
      {"OddTime",
       start_job() + ivec("SetJobConfiguration", job_id() + element("datetime", "today")),
       "ParameterError", "YYYYMMDDhhmmss"},
      {"UnknownOperation", start_job() + ivec("Levitate", job_id()), "NotSupportOperation",
       "Levitate"},
      {"UnknownVendorOperation",
       configured() + ivec("VendorCmd", job_id() + "<vcn:ijoperation>ModeShift</vcn:ijoperation>"),
       "NotSupportOperation", "SetPageConfiguration"},
      {"UnknownService", ivec("StartJob", job_id(), "fax"), "NotSupportService", "fax"},
      {"UnknownPaper", with(unknown_paper), "ParameterError", "iso_a0_841x1189mm"},
      {"UnknownMedium", with(unknown_medium), "ParameterError", "stationery"},
      {"NoPaper", start_job() + ivec("SetConfiguration", job_id() + element("papertype", "x")),
       "ParameterError", "without papersize"},
      {"OddBorderless", with(odd_borderless), "ParameterError", "YES"},
      {"PlainPaperBorderless", with(plain_borderless), "ParameterError",
       "Plain Paper cannot be printed borderless"},
      {"SizeWithoutBorderless", with(a5_borderless), "ParameterError",
       "iso_a5_148x210mm borderless"},
      {"CustomWithoutSize", with(no_custom), "ParameterError", "papersize_custom_width"},
      {"Duplex", with(duplex), "ParameterError", "duplexprint \"ON\""},
      {"QualityOfAnotherMedium", with(quality), "ParameterError", "printquality \"5\""},
      {"UnknownBin", with(bin), "ParameterError", "cassette"},
      {"UnknownMode", with(mode), "ParameterError", "sepia"},
      {"IntentOfAnotherMode", with(intent), "ParameterError", "printcolormode_intent \"pro\""},
      {"UnknownFormat", with({}, "CIGARBAND"), "ParameterError", "CIGARBAND"},
      {"NoDatasize", ready + send_header("PWGRaster", ""), "ParameterError", "decimal datasize"},
      {"OddDatasize", ready + send_header("PWGRaster", "12x"), "ParameterError",
       "decimal datasize"},
      {"ZeroDatasize", ready + send_header("PWGRaster", "0"), "DataSizeOver", "datasize 0"},
      {"HugeDatasize", ready + send_header("PWGRaster", "99999999999999999999"), "ParameterError",
       "decimal datasize"},
      {"LargeDatasize", ready + send_header("PWGRaster", "2000000001"), "DataSizeOver",
       "2000000001", true},
      {"DatasizeTooLarge", with({}, "PWGRaster", page() + "?"), "DataSizeOver",
       "1 bytes of datasize are left over"},
      {"DatasizeMuchTooLarge", with({}, "PWGRaster", page() + std::string(100'000, '?')),
       "DataSizeOver", "left over"},
      {"PageCutShort", with({}, "PWGRaster", half), "DataSizeOver", "of 1705"},
      {"TinyPayload", with({}, "PWGRaster", "RaS2"), "DataSizeOver", "4 bytes"},
      {"NotPwg", with({}, "PWGRaster", std::string(3000, 'x')), "ParameterError", "not PWG raster"},
      {"PageOfTheSheetsSize", with_page({.width = 1200, .height = 1800}), "ParameterError",
       "1200 x 1800"},
      {"OnePixelTooWide", with_page({.width = 1120}), "ParameterError", "is 1119 x 1705"},
      {"UnknownResolution", with_page({.width = 4476, .height = 6820, .dpi = 1200}),
       "ParameterError", "1200 dpi"},
      {"SixteenBits", with_page({.bits_per_color = 16}), "ParameterError", "24-bit"},
      {"Gray", with_page({.color_space = 18, .colors = 1}), "ParameterError", "24-bit"},
      {"TooManyPixels", with_page({.width = 11000, .height = 10}), "ParameterError", "10800"},
      {"JpegOfAnotherSize", with({}, "JPEGPAGE", jpeg_page(1200, 1800, 3, gradient)),
       "ParameterError", "1200 x 1800"},
      {"ProgressiveJpeg", with({}, "JPEGPAGE", jpeg_page(1119, 1705, 3, gradient, true)),
       "ParameterError", "baseline"},
      {"JpegThatIsNone", with({}, "JPEGPAGE", "no picture at all"), "ParameterError", "JPEG page"},
      {"JpegWithMoreBehind", with({}, "JPEGPAGE", jpeg_page(1119, 1705, 1, gradient) + "tail"),
       "DataSizeOver", "4 bytes"},
  };
}

class VirtualIvecRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(VirtualIvecRefuses, AndSaysWhy) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  // A whole job behind the refused one must still be printed: the device finds its way back.
  const auto jobs = decode(GetParam().stream + one_page_job("PWGRaster", page()), options);
  ASSERT_GE(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].state, JobState::aborted);
  EXPECT_THAT(jobs[0].reason, HasSubstr(std::string(GetParam().detail) + ": "));
  EXPECT_THAT(jobs[0].reason, HasSubstr(GetParam().why));
  EXPECT_THAT(read_text(folder.path() / "job-0001.json"), HasSubstr("\"state\": \"aborted\""));
  for (const std::string& file : folder.files())
    EXPECT_THAT(file, testing::AnyOf(testing::EndsWith(".png"), testing::EndsWith(".json")));
  if (GetParam().swallows_the_rest) return;
  ASSERT_EQ(jobs.size(), 2u) << "the job behind it is lost";
  EXPECT_EQ(jobs[1].state, JobState::completed) << jobs[1].reason;
}

INSTANTIATE_TEST_SUITE_P(All, VirtualIvecRefuses, testing::ValuesIn(refusals()),
                         [](const auto& test) { return std::string(test.param.name); });

struct Malformed {
  const char* name;
  std::string stream;
  const char* why;
};
class VirtualIvecDoesNotUnderstand : public testing::TestWithParam<Malformed> {};

TEST_P(VirtualIvecDoesNotUnderstand, AndSaysWhere) {
  const auto jobs = decode(start_job() + GetParam().stream, strict());
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].state, JobState::aborted);
  EXPECT_THAT(jobs[0].reason, HasSubstr(GetParam().why));
  EXPECT_THAT(jobs[0].reason, HasSubstr("at byte"));
}

INSTANTIATE_TEST_SUITE_P(
    All, VirtualIvecDoesNotUnderstand,
    testing::Values(
        Malformed{"Text", "hello", "an XML document was expected"},
        Malformed{"WrongTags", "<cmd><a></b></cmd>", "XML"},
        Malformed{"DocumentType", "<!DOCTYPE cmd [<!ENTITY a \"aaaaaaaaaa\">]><cmd>&a;</cmd>",
                  "document type"},
        Malformed{"UnknownEntity", "<cmd>&xxe;</cmd>", "XML"},
        Malformed{"AnotherRoot", "<command/>", "not cmd"},
        Malformed{
            "NoOperation",
            "<cmd "
            "xmlns:ivec=\"http://www.canon.com/ns/cmd/2008/07/common/\"><ivec:contents/></cmd>",
            "ivec:operation"},
        Malformed{"WrongNamespace",
                  "<cmd "
                  "xmlns:ivec=\"http://example.org/\"><ivec:contents><ivec:operation>EndJob</"
                  "ivec:operation></ivec:contents></cmd>",
                  "ivec:contents"},
        Malformed{"Endless", "<cmd>" + std::string(70'000, 'a'), "longer than 65536 bytes"},
        Malformed{"NotUtf8", "<?xml version=\"1.0\" encoding=\"utf-8\" ?><cmd>\xff\xfe</cmd>",
                  "XML"},
        Malformed{"EndTagAlone", "</cmd>", "end tag"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(VirtualIvec, ReportModeDrawsWhatTheDeviceWouldRefuse) {
  DecodeOptions options; // report
  IvecSettings settings{.medium = "stationery"};
  const auto jobs = decode(
      one_page_job("PWGRaster", pwg_page({.width = 1000, .height = 900}, gradient), settings),
      options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_THAT(jobs[0].warnings,
              testing::IsSupersetOf({HasSubstr("stationery"), HasSubstr("1000 x 900")}));
}

// The short form that ChromeOS sends to some printers.
TEST(VirtualIvec, ReportModeDrawsPagesWithoutVendorCmd) {
  const std::string page = send_data("PWGRaster", pwg_page({}, gradient));
  const auto jobs = decode(start_job() + set_configuration() + page + page + end_job());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.size(), 2u);
  EXPECT_THAT(jobs[0].warnings, ElementsAre(HasSubstr("without VendorCmd")));
}

} // namespace
} // namespace platen::twin::test
