// open_document with each kind of document, and decode().
#include "documents.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::render {
namespace {

using namespace testing_support;

class DocumentTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
  // The file that a program makes of the PPM `ppm`; "$1" is its name.
  std::unique_ptr<Document> convert(const std::string& ppm, const std::string& command) {
    EXPECT_TRUE(write_file(folder_ / "in.ppm", as_bytes(ppm)));
    const std::string line =
        command + " " + (folder_ / "in.ppm").string() + " > " + (folder_ / "out").string();
    EXPECT_EQ(std::system(line.c_str()), 0) << line;
    auto document =
        open_document(open_for_reading(folder_ / "out").value(), small_limits(), never_);
    EXPECT_TRUE(document) << document.error().message();
    return std::move(document).value();
  }
  Folder folder_;
  Cancel never_;
};

const model::ColourTarget gray_target{.model = ColorModel::gray, .profile = {}};
const model::ColourTarget rgb_target{.model = ColorModel::rgb, .profile = {}};

// A PPM whose pixels are all different.
std::string ramp_ppm(int width, int height) {
  std::string ppm = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      ppm += {static_cast<char>(x), static_cast<char>(y), static_cast<char>(x ^ y)};
  return ppm;
}

TEST_F(DocumentTest, DrawsTheChosenPages) {
  std::vector<PdfPage> pages;
  for (int i = 0; i < 6; ++i)
    pages.push_back({"/MediaBox[0 0 60 20]", "0 g " + std::to_string(10 * i) + " 0 10 20 re f"});
  const auto document = open_text(make_pdf(pages));
  ASSERT_TRUE(document) << document.error().message();
  ASSERT_EQ((*document)->info().pages.size(), 6u);
  EXPECT_TRUE((*document)->info().vector);
  EXPECT_EQ((*document)->info().format, Format::pdf);
  const auto drawn =
      draw_all(**document, whole_pages(**document, {0, 2, 3, 5}, Dpi{72}, gray8), gray_target);
  ASSERT_TRUE(drawn) << drawn.error().message();
  const int expected[] = {0, 2, 3, 5};
  for (std::size_t i = 0; i < 4; ++i)
    for (int mark = 0; mark < 6; ++mark)
      EXPECT_EQ((*drawn)[i].at(10 * mark + 5, 10), mark == expected[i] ? 0 : 255)
          << i << " " << mark;
}

TEST_F(DocumentTest, DrawsTheChosenPagesOfPostScript) {
  std::string program = "%!PS\n";
  for (int i = 0; i < 6; ++i)
    program += std::to_string(10 * i) + " 0 10 20 rectfill showpage\n";
  const auto document = open_text(program);
  ASSERT_TRUE(document) << document.error().message();
  VectorRun run = whole_pages(**document, {1, 4}, Dpi{72}, gray8);
  const auto drawn = draw_all(**document, run, gray_target);
  ASSERT_TRUE(drawn) << drawn.error().message();
  EXPECT_EQ((*drawn)[0].at(15, run.height - 10), 0);
  EXPECT_EQ((*drawn)[0].at(45, run.height - 10), 255);
  EXPECT_EQ((*drawn)[1].at(45, run.height - 10), 0);
}

TEST_F(DocumentTest, BandsOfAnyHeightGiveTheSamePage) {
  const auto document =
      open_text(make_pdf({{"/MediaBox[0 0 200 300]", "BT /F1 40 Tf 10 100 Td (Bands) Tj ET"}}));
  ASSERT_TRUE(document) << document.error().message();
  for (const PixelFormat format : {gray8, rgb8}) {
    const VectorRun run = whole_pages(**document, {0}, Dpi{100}, format);
    const auto whole = draw_all(**document, run, rgb_target, run.height);
    ASSERT_TRUE(whole);
    for (const std::int32_t rows : {1, 7, 64})
      EXPECT_EQ(draw_all(**document, run, rgb_target, rows).value().front().samples,
                whole->front().samples)
          << rows;
  }
}

TEST_F(DocumentTest, SeveralDrawsAtOnceDoNotDisturbEachOther) {
  const auto document = open_text(make_pdf({{"/MediaBox[0 0 200 300]", "0 g 0 0 30 12 re f"}}));
  ASSERT_TRUE(document) << document.error().message();
  const VectorRun run = whole_pages(**document, {0}, Dpi{200}, gray8);
  const auto alone = draw_all(**document, run, gray_target);
  std::vector<std::thread> threads;
  std::array<bool, 6> same{};
  for (bool& result : same)
    threads.emplace_back([&] {
      const auto drawn = draw_all(**document, run, gray_target);
      result = drawn && alone && drawn->front().samples == alone->front().samples;
    });
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_THAT(same, testing::Each(true));
}

TEST_F(DocumentTest, ReadsAPipe) {
  const std::string pdf = make_pdf({{"/MediaBox[0 0 200 300]", "0 g"}});
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  std::thread writer([&] {
    const UniqueFd out(ends[1]);
    EXPECT_TRUE(write_all(out.get(), as_bytes(pdf)));
  });
  const auto document = open_document(UniqueFd(ends[0]), small_limits(), never_);
  writer.join();
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_EQ((*document)->info().pages.size(), 1u);
}

TEST_F(DocumentTest, TypesetsTextOnPages) {
  const auto document = open_text("First line\r\nsecond\tline \x1b[1m\n\nGr\xC3\xBC\xC3\x9F"
                                  "e\fnext page\n");
  ASSERT_TRUE(document) << document.error().message();
  const DocumentInfo& info = (*document)->info();
  EXPECT_EQ(info.format, Format::text);
  EXPECT_TRUE(info.vector);
  ASSERT_EQ(info.pages.size(), 2u);
  EXPECT_NEAR(info.pages[0].width.v, 595.28, 0.01);
  EXPECT_NEAR(info.pages[0].height.v, 841.89, 0.01);
  const auto drawn =
      draw_all(**document, whole_pages(**document, {0, 1}, Dpi{100}, gray8), gray_target);
  ASSERT_TRUE(drawn) << drawn.error().message();
  const Image& page = drawn->front();
  std::int32_t first_row = -1, first_column = page.width;
  for (std::int32_t y = 0; y < page.height; ++y)
    for (std::int32_t x = 0; x < page.width; ++x)
      if (page.at(x, y) < 128) {
        if (first_row < 0) first_row = y;
        first_column = std::min(first_column, x);
      }
  // 20 mm are 78.7 pixels; letters begin a little after them.
  EXPECT_GE(first_row, 78);
  EXPECT_LE(first_row, 86);
  EXPECT_GE(first_column, 78);
  EXPECT_LE(first_column, 82);
}

// U+F0000 and the next are for private use: no font that is installed by a package has them.
TEST_F(DocumentTest, NamesTheCharactersOfATextThatNoFontHas) {
  const auto document = open_text("All of this can be shown: Gr\xC3\xBC\xC3\x9F"
                                  "e\fbut \xF3\xB0\x80\x80 and \xF3\xB0\x80\x81"
                                  "\xF3\xB0\x80\x80 cannot\n");
  ASSERT_TRUE(document) << document.error().message();
  const auto& warnings = (*document)->info().warnings;
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0],
              testing::StartsWith("3 characters are in no installed font and printed as "
                                  "boxes, from page 2 on (U+F0000, U+F0001)"));

  const auto plain = open_text("Nothing is missing here.\n");
  ASSERT_TRUE(plain) << plain.error().message();
  EXPECT_TRUE((*plain)->info().warnings.empty());
}

TEST_F(DocumentTest, TypesetsTextOnLetterPaperIfAsked) {
  const auto document =
      open_document(as_file("Dear Sir"), small_limits(), never_, {.text_paper = TextPaper::letter});
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_NEAR((*document)->info().pages[0].width.v, 612, 0.01);
  EXPECT_NEAR((*document)->info().pages[0].height.v, 792, 0.01);
}

TEST_F(DocumentTest, WrapsLongLinesWithinTheMargins) {
  const auto document = open_text(std::string(1000, 'w') + "\n" + std::string(120, 'm'));
  ASSERT_TRUE(document) << document.error().message();
  ASSERT_EQ((*document)->info().pages.size(), 1u);
  const auto drawn =
      draw_all(**document, whole_pages(**document, {0}, Dpi{72}, gray8), gray_target);
  ASSERT_TRUE(drawn);
  for (std::int32_t y = 0; y < drawn->front().height; ++y)
    for (std::int32_t x = drawn->front().width - 55; x < drawn->front().width; ++x)
      ASSERT_EQ(drawn->front().at(x, y), 255);
}

// 80 columns between the margins. Cut by the page or by the text, it looks the same: no hyphen is
// added to a long word, which may be a key or an address.
TEST_F(DocumentTest, AddsNoHyphenWhereALineIsCut) {
  const auto drawn = [&](const std::string& text) {
    const auto document = open_text(text);
    EXPECT_TRUE(document) << document.error().message();
    return draw_all(**document, whole_pages(**document, {0}, Dpi{72}, gray8), gray_target);
  };
  const std::string columns(80, 'm'), rest(40, 'm');
  const auto cut = drawn(columns + columns + rest),
             broken = drawn(columns + "\n" + columns + "\n" + rest);
  ASSERT_TRUE(cut && broken);
  EXPECT_EQ(cut->front().samples, broken->front().samples);
}

TEST_F(DocumentTest, DecodesAPictureToItsPixels) {
  const std::string ppm = ramp_ppm(130, 90);
  const auto document = convert(ppm, "pnmtopng -quiet");
  const DocumentInfo& info = document->info();
  EXPECT_EQ(info.format, Format::png);
  EXPECT_FALSE(info.vector);
  ASSERT_EQ(info.pages.size(), 1u);
  EXPECT_FALSE(info.pages[0].sized);
  EXPECT_EQ(info.pages[0].px_width, 130);
  EXPECT_DOUBLE_EQ(info.pages[0].width.v, 130 * 72.0 / 300);
  auto picture = document->decode(0, rgb_target);
  ASSERT_TRUE(picture) << picture.error().message();
  EXPECT_EQ(picture->rows->shape(), (PageShape{130, 90, rgb8}));
  EXPECT_EQ(picture->colour.kind, ColourTable::Kind::identity);
  const auto image = read_rows(*picture->rows, 11);
  ASSERT_TRUE(image) << image.error().message();
  EXPECT_EQ(std::string(image->samples.begin(), image->samples.end()),
            ppm.substr(ppm.size() - image->samples.size()));
}

TEST_F(DocumentTest, KnowsThePagesAndTheResolutionOfATiff) {
  const auto document =
      convert(ramp_ppm(100, 60),
              "sh -c 'convert -units PixelsPerInch -density 100x200 \"$0\" \"$0\" tiff:-'");
  const DocumentInfo& info = document->info();
  EXPECT_EQ(info.format, Format::tiff);
  ASSERT_EQ(info.pages.size(), 2u);
  EXPECT_TRUE(info.pages[1].sized);
  EXPECT_NEAR(info.pages[1].width.v, 72, 0.01);
  EXPECT_NEAR(info.pages[1].height.v, 21.6, 0.01);
  auto picture = document->decode(1, rgb_target);
  ASSERT_TRUE(picture) << picture.error().message();
  const auto image = read_rows(*picture->rows, 60);
  ASSERT_TRUE(image) << image.error().message();
  EXPECT_EQ(image->at(99, 59, 1), 59);
}

TEST_F(DocumentTest, ADamagedPictureFailsAtItsRow) {
  const std::string command = "sh -c 'pnmtojpeg -quality=90 \"$0\" | head -c 3000'";
  const auto document = convert(ramp_ppm(250, 250), command);
  auto picture = document->decode(0, rgb_target);
  ASSERT_TRUE(picture) << picture.error().message();
  const auto image = read_rows(*picture->rows, 10);
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, Errc::malformed);
  EXPECT_THAT(image.error().message(), testing::HasSubstr("row"));
}

TEST_F(DocumentTest, ABrokenProfileIsLeftOutWithAWarning) {
  ASSERT_TRUE(write_file(folder_ / "broken.icc", as_bytes(std::string(200, 'x'))));
  // An APP2 segment with a profile that is none, put behind the start of the JPEG.
  const auto plain = convert(ramp_ppm(20, 20), "pnmtojpeg");
  std::string jpeg(as_text(read_file(folder_ / "out", 1 << 20).value()));
  const std::string body = std::string("ICC_PROFILE\0\1\1", 14) + std::string(200, 'x');
  const auto length = body.size() + 2;
  jpeg.insert(2, std::string("\xff\xe2") + static_cast<char>(length >> 8) +
                     static_cast<char>(length & 255) + body);
  const auto document = open_text(jpeg);
  ASSERT_TRUE(document) << document.error().message();
  auto picture = (*document)->decode(0, rgb_target);
  ASSERT_TRUE(picture) << picture.error().message();
  EXPECT_THAT(picture->warnings,
              testing::ElementsAre(testing::HasSubstr("profile cannot be used")));
}

} // namespace
} // namespace platen::render
