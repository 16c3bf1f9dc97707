#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Where the image of small_page() lies in the raster, the printable area of A4.
constexpr int left = 200 - 118, top = 300 - 118;

bool inked(const TappedSide& side, int x, int y) {
  const std::size_t stride = side.shape.format.row_bytes(side.shape.width);
  const auto byte =
      side.pixels.at(static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x / 8));
  return (std::to_integer<int>(byte) >> (7 - x % 8) & 1) != 0;
}

std::size_t ink_count(const TappedSide& side) {
  std::size_t count = 0;
  for (const std::byte b : side.pixels)
    count += static_cast<std::size_t>(__builtin_popcount(std::to_integer<unsigned>(b)));
  return count;
}

std::string session_of(std::string_view pages) {
  return pjl_begin() + begin_session() + std::string(pages) + end_session() + pjl_end();
}

TEST(VirtualPclXl, PrintsAPageWrittenByHand) {
  TempFolder folder;
  std::vector<TappedSide> sides;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.tap = tap_into(sides);
  const auto jobs = decode(small_job(), options);
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].language, "pcl-xl");
  EXPECT_EQ(jobs[0].name, "letter to Ada");
  EXPECT_EQ(jobs[0].user, "mia");
  EXPECT_THAT(jobs[0].warnings, IsEmpty());
  ASSERT_EQ(jobs[0].sides.size(), 1u);
  const SideRecord& side = jobs[0].sides[0];
  EXPECT_EQ(side.medium, "iso_a4_210x297mm");
  EXPECT_EQ(side.tray, "auto");
  EXPECT_EQ(side.resolution, Dpi{600});
  EXPECT_EQ(side.margins.left, Hmm{500});
  EXPECT_THAT(side.warnings, IsEmpty());
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].shape, (PageShape{4724, 6779, mask1})); // the printable area: 200 x 287 mm
  EXPECT_EQ(ink_count(sides[0]), 16u + 2 + 2 + 16);
  for (const auto& [x, y] : {std::pair{0, 0}, {15, 0}, {0, 1}, {15, 2}, {7, 3}})
    EXPECT_TRUE(inked(sides[0], left + x, top + y)) << x << "," << y;
  EXPECT_FALSE(inked(sides[0], left + 1, top + 1));
  EXPECT_FALSE(inked(sides[0], left + 16, top));
  EXPECT_THAT(folder.files(), ElementsAre("job-0001-sheet-001-front.png", "job-0001.json"));
}

TEST(VirtualPclXl, DrawsOneBitSheetsAtFullResolution) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 0;
  decode(small_job(), options);
  const Png png = read_png(folder.path() / "job-0001-sheet-001-front.png");
  EXPECT_EQ(png.width, 4961);
  EXPECT_EQ(png.height, 7016);
  EXPECT_EQ(png.bit_depth, 1);
  EXPECT_EQ(png.dots_per_metre, 23622u); // 600 dpi
  EXPECT_EQ(png.at(200, 300), 0);
  EXPECT_EQ(png.at(199, 300), 255);
  EXPECT_EQ(png.at(200, 299), 255);
  EXPECT_EQ(png.at(215, 303), 0);
  EXPECT_EQ(png.at(216, 303), 255);
}

// The same four rows, coded in every way.
struct Coding {
  const char* name;
  std::string rows; // ReadImage operators
};
class VirtualPclXlCoding : public testing::TestWithParam<Coding> {};

TEST_P(VirtualPclXlCoding, GivesTheSamePixels) {
  const std::string page = begin_page() + ink_palette() + begin_image(200, 300, 16, 4) +
                           GetParam().rows + op(0xb2) + end_page();
  std::vector<TappedSide> expected, got;
  DecodeOptions options = strict();
  options.sheets.tap = tap_into(expected);
  decode(small_job(), options);
  options.sheets.tap = tap_into(got);
  const auto jobs = decode(session_of(page), options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_THAT(jobs[0].warnings, IsEmpty());
  EXPECT_EQ(got.at(0).pixels, expected.at(0).pixels);
  EXPECT_EQ(got[0].record.width, expected[0].record.width);
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values)
    out += static_cast<char>(v);
  return out;
}

INSTANTIATE_TEST_SUITE_P(
    All, VirtualPclXlCoding,
    testing::Values(
        Coding{"TwoBlocks",
               read_image(0, 1, 0, bytes({255, 255, 0, 0})) +
                   read_image(1, 3, 0, bytes({128, 1, 0, 0, 128, 1, 0, 0, 255, 255, 0, 0}))},
        Coding{"PaddedToOne",
               read_image(0, 4, 0, bytes({255, 255, 128, 1, 128, 1, 255, 255}), ubyte(1, 110))},
        Coding{"UnusedPaddingBits",
               read_image(0, 4, 0,
                          bytes({255, 255, 9, 9, 128, 1, 9, 9, 128, 1, 9, 9, 255, 255, 9, 9}))},
        Coding{"RunLength", read_image(0, 4, 1,
                                       bytes({255, 255, 255, 0, 3, 128, 1, 0, 0, 1, 128, 1, 255, 0,
                                              255, 255, 255, 0}))},
        Coding{"RunsAcrossRows",
               read_image(0, 4, 1, bytes({1, 255, 255, 255, 0, 128, 3,   128, 1,   0,
                                          0, 5,   128, 1,   0, 0,   255, 255, 255, 0}))},
        Coding{"DeltaRow", read_image(0, 4, 3,
                                      bytes({3, 0, 0x20, 255, 255, 3, 0, 0x20, 128, 1, 0, 0, 3, 0,
                                             0x20, 255, 255}))},
        Coding{"DeltaRowKeeping", read_image(0, 4, 3,
                                             bytes({3, 0, 0x20, 255, 255, 4, 0, 0x00, 128, 0x00, 1,
                                                    0, 0, 4, 0, 0x00, 255, 0x00, 255}))},
        Coding{"MixedBlocks",
               read_image(0, 2, 1, bytes({1, 255, 255, 255, 0, 3, 128, 1, 0, 0})) +
                   read_image(2, 2, 3, bytes({3, 0, 0x20, 128, 1, 3, 0, 0x20, 255, 255}))}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(VirtualPclXl, KnowsThePolaritiesOfDirectAndIndexedPixels) {
  const auto ink_of = [](const std::string& color, unsigned mapping, const char* row) {
    std::vector<TappedSide> sides;
    DecodeOptions options = strict();
    options.sheets.tap = tap_into(sides);
    const std::string page =
        begin_page() + color + xy16(200, 300, 76) + op(0x6b) + ubyte(mapping, 100) + ubyte(0, 98) +
        uint16(8, 108) + uint16(1, 107) + xy16(8, 1, 103) + op(0xb0) +
        read_image(0, 1, 0, std::string(row, 1) + std::string(3, '\0')) + op(0xb2) + end_page();
    const auto jobs = decode(session_of(page), options);
    EXPECT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
    return ink_count(sides.at(0));
  };
  const std::string direct = ubyte(1, 3) + op(0x6a);
  const std::string black_first =
      ubyte(1, 3) + ubyte(2, 2) + bytes_value(std::string_view("\x00\xff", 2), 6) + op(0x6a);
  EXPECT_EQ(ink_of(direct, 0, "\x01"), 7u);
  EXPECT_EQ(ink_of(ink_palette(), 1, "\x01"), 1u);
  EXPECT_EQ(ink_of(black_first, 1, "\x01"), 7u);
}

TEST(VirtualPclXl, PutsBackSidesOnTheSheetOfTheirFront) {
  const auto side = [](unsigned which) {
    XlPage page;
    page.sides = ubyte(1, 53) + ubyte(which, 54);
    return begin_page(page) + end_page(3);
  };
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 30;
  const auto jobs =
      decode(session_of(side(0) + side(1) + side(0) + begin_page() + end_page()), options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_THAT(folder.files(),
              ElementsAre("job-0001-sheet-001-back.png", "job-0001-sheet-001-front.png",
                          "job-0001-sheet-002-front.png", "job-0001-sheet-003-front.png",
                          "job-0001.json"));
  EXPECT_EQ(jobs[0].sides[0].copies, 3);
  EXPECT_EQ(jobs[0].sides[0].sides, "two-sided-long-edge");
  EXPECT_EQ(jobs[0].sides[3].sides, "one-sided");
}

TEST(VirtualPclXl, KnowsTheSizesTraysAndTypes) {
  const auto record_of = [](const XlPage& page) {
    const auto jobs = decode(session_of(begin_page(page) + end_page()), strict());
    EXPECT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
    return jobs[0].sides.at(0);
  };
  XlPage drawer{.media_size = 1, .source = 5, .type = "Heavy1"};
  drawer.sides = ubyte(0, 53) + ubyte(0, 54);
  const SideRecord legal = record_of(drawer);
  EXPECT_EQ(legal.medium, "na_legal_8.5x14in");
  EXPECT_EQ(legal.tray, "tray-2");
  EXPECT_EQ(legal.media_type, "Heavy1");
  EXPECT_EQ(legal.sides, "two-sided-short-edge");
  const SideRecord envelope = record_of({.media_size = 9, .source = 3, .type = "Envelope"});
  EXPECT_EQ(envelope.medium, "iso_dl_110x220mm");
  EXPECT_EQ(envelope.margins.top, Hmm{999}); // 236 pixels
  EXPECT_EQ(envelope.tray, "by-pass-tray");

  const std::string statement =
      ubyte(0, 40) + real_xy(5.5F, 8.5F, 47) + ubyte(0, 48) + ubyte(3, 38) + op(0x43) + end_page();
  const auto jobs = decode(session_of(statement), strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.at(0).medium, "na_invoice_5.5x8.5in");
}

TEST(VirtualPclXl, WarnsOfImagesInTheMarginAndDrawsTheWholeSheetThen) {
  std::vector<TappedSide> sides;
  DecodeOptions options = strict();
  options.sheets.tap = tap_into(sides);
  const std::string page = begin_page() + ink_palette() + begin_image(10, 10, 8, 1) +
                           read_image(0, 1, 0, bytes({255, 0, 0, 0})) + op(0xb2) + end_page();
  const auto jobs = decode(session_of(page), options);
  ASSERT_EQ(jobs.at(0).state, JobState::completed);
  EXPECT_THAT(jobs[0].sides.at(0).warnings, ElementsAre(HasSubstr("margin")));
  EXPECT_EQ(sides.at(0).shape, (PageShape{4961, 7016, mask1}));
  EXPECT_TRUE(inked(sides[0], 17, 10));
}

TEST(VirtualPclXl, WarnsWhenABlockDependsOnTheSeedRow) {
  const std::string page = begin_page() + ink_palette() + begin_image(200, 300, 16, 2) +
                           read_image(0, 1, 0, bytes({255, 255, 0, 0})) +
                           read_image(1, 1, 3, bytes({2, 0, 0x00, 128})) + op(0xb2) + end_page();
  const auto jobs = decode(session_of(page), strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_THAT(jobs[0].warnings, ElementsAre(HasSubstr("delta row block")));
}

TEST(VirtualPclXl, TellsWhatItDoesNotDraw) {
  const std::string page = begin_page() + op(0x85) + op(0x86) + op(0x86) + op(0xa8) + end_page();
  const auto jobs = decode(session_of(page), strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_THAT(jobs[0].sides.at(0).warnings,
              ElementsAre(HasSubstr("PaintPath not drawn"), HasSubstr("Text not drawn")));
}

TEST(VirtualPclXl, ReadsHighByteFirstStreamsAndStreamsWithoutPjl) {
  const auto be16 = [](unsigned v, unsigned a) {
    return bytes(
        {0xc1, static_cast<int>(v >> 8), static_cast<int>(v & 255), 0xf8, static_cast<int>(a)});
  };
  const std::string stream = "( HP-PCL XL;2;1;made by hand\n" + ubyte(0, 134) +
                             bytes({0xd1, 2, 0x58, 2, 0x58, 0xf8, 137}) + op(0x41) + ubyte(0, 136) +
                             ubyte(0, 130) + op(0x48) + begin_page() + be16(2, 49) + op(0x44) +
                             end_session();
  const auto jobs = decode(stream, strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.at(0).copies, 2);
}

TEST(VirtualPclXl, NotesTonerSaveAndOddPjl) {
  std::string job = small_job();
  job.replace(job.find("ECONOMODE=OFF"), 13,
              "ECONOMODE=ON\r\n@PJL SET RESOLUTION=300\r\n@PJL HOVER");
  const auto jobs = decode(job, strict());
  ASSERT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].sides.at(0).quality, "toner-save");
  EXPECT_THAT(jobs[0].warnings, ElementsAre(HasSubstr("RESOLUTION=300"), HasSubstr("HOVER")));
}

struct XlRefusal {
  const char* name;
  std::string pages; // in place of the session's pages
  const char* error;
  const char* why;
};
class VirtualPclXlRefuses : public testing::TestWithParam<XlRefusal> {};

TEST_P(VirtualPclXlRefuses, AndSaysWhy) {
  TempFolder folder;
  DecodeOptions options = strict();
  options.sheets.folder = folder.path();
  options.sheets.dpi = 30;
  const auto jobs = decode(session_of(small_page() + GetParam().pages) + small_job(), options);
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].state, JobState::aborted);
  EXPECT_EQ(jobs[0].sides.size(), 1u) << "what was printed before stays printed";
  EXPECT_THAT(jobs[0].reason, HasSubstr(std::string(GetParam().error) + ": "));
  EXPECT_THAT(jobs[0].reason, HasSubstr(GetParam().why));
  EXPECT_THAT(jobs[0].reason, HasSubstr("at byte"));
  EXPECT_EQ(jobs[1].state, JobState::completed) << jobs[1].reason;
  EXPECT_THAT(folder.files(), ElementsAre("job-0001-sheet-001-front.png", "job-0001.json",
                                          "job-0002-sheet-001-front.png", "job-0002.json"));
}

std::string page_with(const XlPage& page) {
  return begin_page(page) + end_page();
}
std::string image_with(const std::string& rows) {
  return begin_page() + ink_palette() + begin_image(200, 300, 16, 4) + rows;
}
XlPage duplex(unsigned size, std::string type = {}, unsigned source = 1) {
  XlPage page{.media_size = size, .source = source, .type = std::move(type)};
  page.sides = ubyte(1, 53) + ubyte(0, 54);
  return page;
}

std::vector<XlRefusal> xl_refusals() {
  const std::string row = bytes({255, 255, 0, 0});
  return {
      {"UnknownOperator", op(0x45), "IllegalTag", "69"},
      {"UnknownTag", bytes({0xf0}), "IllegalTag", "f0h"},
      {"ValueWithoutAttribute", bytes({0xc0, 1}) + op(0x43), "IllegalOperatorSequence",
       "value without an attribute"},
      {"AttributeWithoutValue", bytes({0xf8, 37}) + op(0x43), "IllegalOperatorSequence",
       "attribute without a value"},
      {"TwoValues", bytes({0xc0, 1, 0xc0, 1, 0xf8, 37}), "IllegalOperatorSequence", "two values"},
      {"BareData", data("abc"), "ExtraData", "no operator asked"},
      {"DataInsideAnOperator", bytes({0xc0, 1, 0xf8, 37}) + data("abc"), "ExtraData",
       "before the operator"},
      {"ExitInsideTheSession", std::string(uel), "IllegalOperatorSequence", "universal exit"},
      {"OddEscape", "\x1b*rB", "IllegalTag", "escape"},
      {"SessionTwice", ubyte(0, 134) + xy16(600, 600, 137) + op(0x41), "IllegalOperatorSequence",
       "BeginSession between pages"},
      {"ImageBetweenPages", ink_palette(), "IllegalOperatorSequence",
       "SetColorSpace between pages"},
      {"PageInAPage", begin_page() + begin_page(), "IllegalOperatorSequence",
       "BeginPage on a page"},
      {"EndOfNoPage", end_page(), "IllegalOperatorSequence", "EndPage between pages"},
      {"EndOfSessionOnAPage", begin_page() + op(0x42), "IllegalOperatorSequence",
       "EndSession on a page"},
      {"SourceClosed", op(0x49) + begin_page(), "DataSourceNotOpen", "BeginPage"},
      {"NoOrientation", ubyte(2, 37) + op(0x43), "MissingAttribute", "Orientation"},
      {"NoSize", ubyte(0, 40) + op(0x43), "MissingAttribute", "CustomMediaSize"},
      {"UnknownSize", page_with({.media_size = 5}), "IllegalMediaSize", "MediaSize 5"},
      {"SizeOfAnotherType", ubyte(0, 40) + bytes_value("A4", 37) + op(0x43),
       "IllegalAttributeDataType", "MediaSize"},
      {"OddCustomSize", ubyte(0, 40) + real_xy(6, 6, 47) + ubyte(0, 48) + op(0x43),
       "IllegalMediaSize", "15240 x 15240"},
      {"UnknownSource", page_with({.source = 6}), "IllegalMediaSource", "MediaSource 6"},
      {"UnknownType", page_with({.type = "Papyrus"}), "IllegalMediaType", "Papyrus"},
      {"DrawerWithA5", page_with({.media_size = 16, .source = 4}), "IllegalAttributeCombination",
       "drawers do not feed iso_a5"},
      {"DrawerWithHeavy2", page_with({.source = 4, .type = "Heavy2"}),
       "IllegalAttributeCombination", "drawers do not feed Heavy2"},
      {"DuplexB5", page_with(duplex(11)), "IllegalAttributeCombination", "both sides"},
      {"DuplexLabels", page_with(duplex(2, "Labels", 3)), "IllegalAttributeCombination",
       "Labels cannot be printed on both sides"},
      {"TransparencyLegal", page_with({.media_size = 1, .source = 3, .type = "Transparency"}),
       "IllegalAttributeCombination", "transparencies"},
      {"BondA4", page_with({.type = "Bond"}), "IllegalAttributeCombination", "Bond"},
      {"PrepunchedA4", page_with({.type = "Prepunched"}), "IllegalAttributeCombination",
       "Letter only"},
      {"EnvelopeTypeOnA4", page_with({.source = 3, .type = "Envelope"}),
       "IllegalAttributeCombination", "not an envelope"},
      {"PlainEnvelope", page_with({.media_size = 6, .source = 3, .type = "Plain"}),
       "IllegalAttributeCombination", "is an envelope"},
      {"SimplexAndDuplex", page_with({.sides = ubyte(0, 52) + ubyte(1, 53)}),
       "IllegalAttributeCombination", "both simplex and duplex"},
      {"BackOfASimplexPage", page_with({.sides = ubyte(1, 54)}), "IllegalAttributeCombination",
       "without DuplexPageMode"},
      {"AttributeOutOfPlace", ubyte(1, 98) + ubyte(0, 40) + ubyte(2, 37) + op(0x43),
       "IllegalAttribute", "ColorDepth"},
      {"NoCopies", begin_page() + end_page(0), "IllegalAttributeValue", "PageCopies is 0"},
      {"ThousandCopies", begin_page() + end_page(1000), "IllegalAttributeValue",
       "PageCopies is 1000"},
      {"ImageWithoutCursor",
       begin_page() + ink_palette() + ubyte(1, 100) + ubyte(0, 98) + uint16(8, 108) +
           uint16(1, 107) + xy16(8, 1, 103) + op(0xb0),
       "CurrentCursorUndefined", "SetCursor"},
      {"ImageWithoutPalette", begin_page() + begin_image(0, 0, 8, 1), "MissingPalette", "palette"},
      {"PaletteOfAnotherDepth",
       begin_page() + ubyte(1, 3) + ubyte(2, 2) + bytes_value("abc", 6) + op(0x6a) +
           begin_image(0, 0, 8, 1),
       "ImagePaletteMismatch", "3 bytes"},
      {"EmptyImage", begin_page() + ink_palette() + begin_image(0, 0, 0, 1),
       "IllegalAttributeValue", "SourceWidth is 0"},
      {"EmptyDestination",
       begin_page() + ink_palette() + xy16(0, 0, 76) + op(0x6b) + ubyte(1, 100) + ubyte(0, 98) +
           uint16(8, 108) + uint16(1, 107) + xy16(0, 1, 103) + op(0xb0),
       "IllegalAttributeValue", "DestinationSize"},
      {"RowsWithoutImage", begin_page() + read_image(0, 1, 0, row), "IllegalOperatorSequence",
       "ReadImage on a page"},
      {"OtherOperatorInAnImage", image_with(op(0x6a)), "IllegalOperatorSequence",
       "inside an image"},
      {"GapBetweenBlocks", image_with(read_image(1, 1, 0, row)), "IllegalAttributeValue",
       "StartLine 1"},
      {"TooManyRows", image_with(read_image(0, 5, 0, row)), "IllegalAttributeValue",
       "SourceHeight 4"},
      {"TooFewRows", image_with(read_image(0, 1, 0, row) + op(0xb2)), "MissingData",
       "ends after 1"},
      {"NoBlockHeight", image_with(uint16(0, 109) + ubyte(0, 101) + op(0xb1)), "MissingAttribute",
       "BlockHeight"},
      {"NoData", image_with(uint16(0, 109) + uint16(1, 99) + ubyte(0, 101) + op(0xb1) + op(0xb2)),
       "MissingData", "embedded data"},
      {"BlockTooShort", image_with(read_image(0, 2, 0, row)), "MissingData", "ends in row 1"},
      {"BlockTooLong", image_with(read_image(0, 1, 0, row + "x")), "ExtraData",
       "more than its 1 rows"},
      {"Jpeg", image_with(read_image(0, 1, 2, row)), "IllegalAttributeValue", "JPEG"},
      {"UnknownCompression", image_with(read_image(0, 1, 4, row)), "IllegalAttributeValue",
       "CompressMode is 4"},
      {"RunCutOff", image_with(read_image(0, 1, 1, bytes({3, 255, 255}))), "MissingData", "row 0"},
      {"RunTooLong", image_with(read_image(0, 1, 1, bytes({251, 255}))), "ExtraData", "1 rows"},
      {"DeltaBeyondTheRow", image_with(read_image(0, 1, 3, bytes({4, 0, 0x40, 1, 2, 3}))),
       "IllegalDataValue", "beyond the end"},
      {"DeltaOffsetBeyondTheRow", image_with(read_image(0, 1, 3, bytes({2, 0, 0x03, 1}))),
       "IllegalDataValue", "beyond the end"},
      {"DeltaCommandCutOff", image_with(read_image(0, 1, 3, bytes({2, 0, 0x20, 1, 9}))),
       "IllegalDataLength", "inside a command"},
      {"DeltaCutOff", image_with(read_image(0, 2, 3, bytes({0, 0, 3, 0, 0x20}))), "MissingData",
       "row 1"},
      {"DeltaTooManyRows", image_with(read_image(0, 1, 3, bytes({0, 0, 0, 0}))), "ExtraData",
       "1 rows"},
      {"InfiniteSize", ubyte(0, 40) + real_xy(std::numeric_limits<float>::infinity(), 8, 47),
       "IllegalDataValue", "finite"},
      {"HugeArray", bytes({0xca, 0xc1, 0xff, 0xff}), "IllegalArraySize", "262140"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, VirtualPclXlRefuses, testing::ValuesIn(xl_refusals()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(VirtualPclXl, RefusesStreamsOfOtherFormsAndOtherLanguages) {
  const auto reason = [](const std::string& stream) {
    return decode(std::string(uel) + stream, strict()).at(0).reason;
  };
  EXPECT_THAT(reason("@PJL ENTER LANGUAGE=POSTSCRIPT\r\n%!PS"), HasSubstr("POSTSCRIPT"));
  EXPECT_THAT(reason("' HP-PCL XL;2;0\nBeginSession"), HasSubstr("UnsupportedProtocol"));
  EXPECT_THAT(reason(") HP-PCL XL;9;0\n"), HasSubstr("class 9"));
  EXPECT_THAT(reason(") something else\n"), HasSubstr("IllegalStreamHeader"));
  EXPECT_THAT(reason(")" + std::string(1000, 'x')), HasSubstr("IllegalStreamHeader"));
  EXPECT_THAT(reason("garbage"), HasSubstr("neither PJL nor PCL"));
  EXPECT_THAT(reason("@PJL " + std::string(2000, 'x')), HasSubstr("longer than 1024"));
}

// A few bytes can ask for a page's worth of painting.
TEST(VirtualPclXl, RefusesAPageThatIsPaintedOverAndOver) {
  std::string page = begin_page() + ink_palette();
  for (int i = 0; i < 50; ++i)
    page += xy16(0, 0, 76) + op(0x6b) + ubyte(1, 100) + ubyte(0, 98) + uint16(8, 108) +
            uint16(1, 107) + xy16(5000, 7100, 103) + op(0xb0) +
            read_image(0, 1, 0, bytes({255}), ubyte(1, 110)) + op(0xb2);
  const auto jobs = decode(session_of(page + end_page()), strict());
  EXPECT_EQ(jobs.at(0).state, JobState::aborted);
  EXPECT_THAT(jobs[0].reason, HasSubstr("InternalOverflow: a page is painted over and over"));
}

TEST(VirtualPclXl, AJobThatIsNotEndedIsAborted) {
  const std::string job = small_job();
  const auto jobs = decode(job.substr(0, job.find("@PJL EOJ")), strict());
  EXPECT_EQ(jobs.at(0).state, JobState::aborted);
  EXPECT_THAT(jobs[0].reason, HasSubstr("without @PJL EOJ"));
  EXPECT_EQ(jobs[0].sides.size(), 1u);
}

} // namespace
} // namespace platen::twin::test
