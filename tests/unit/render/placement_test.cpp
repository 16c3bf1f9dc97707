// Where Ghostscript draws a page, with poppler and MuPDF as referees.
#include "documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;

constexpr Dpi dpi{72};

// Marks in all four corners of the box left, bottom, width, height, all different, and some text.
std::string corner_marks(int left, int bottom, int width, int height) {
  const auto rectangle = [](int x, int y, int w, int h) {
    return std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(w) + " " +
           std::to_string(h) + " re f\n";
  };
  return "0 g\n" + rectangle(left, bottom, 30, 12) +
         rectangle(left + width - 16, bottom + height - 40, 16, 40) +
         rectangle(left, bottom + height - 20, 20, 20) + rectangle(left + width - 8, bottom, 8, 8) +
         "BT /F1 24 Tf " + std::to_string(left + 40) + " " + std::to_string(bottom + 60) +
         " Td (Here) Tj ET\n";
}

constexpr const char* blends_gradients =
    "/ExtGState<</Half<</ca 0.5>>>>/Shading<</Fade<</ShadingType 2/ColorSpace/DeviceGray"
    "/Coords[0 0 60 0]/Function<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>>>>>";

// Upright page -> raster, turned clockwise and scaled, filling a raster of just that size.
VectorRun turned_run(const PageInfo& page, std::int32_t turns, double scale) {
  VectorRun run;
  run.pages = {0};
  run.resolution = dpi;
  run.format = gray8;
  const double w = page.width.v * scale, h = page.height.v * scale;
  run.width = static_cast<std::int32_t>(turns % 2 == 0 ? w : h);
  run.height = static_cast<std::int32_t>(turns % 2 == 0 ? h : w);
  const double cosine[] = {1, 0, -1, 0}, sine[] = {0, -1, 0, 1};
  run.a = scale * cosine[turns];
  run.b = scale * sine[turns];
  run.c = -run.b;
  run.d = run.a;
  run.e = turns == 2 ? w : turns == 3 ? h : 0;
  run.f = turns == 1 ? w : turns == 2 ? h : 0;
  return run;
}

// The same picture, and no better when moved by a pixel or two in any direction.
void expect_same_place(const Image& drawn, const Image& referee) {
  ASSERT_EQ(drawn.width, referee.width);
  ASSERT_EQ(drawn.height, referee.height);
  const double here = difference(drawn, referee);
  EXPECT_LT(here, 0.01);
  for (std::int32_t dy = -2; dy <= 2; ++dy) {
    for (std::int32_t dx = -2; dx <= 2; ++dx) {
      if (dx == 0 && dy == 0) continue;
      EXPECT_LT(here, difference(drawn, referee, dx, dy)) << dx << ", " << dy;
    }
  }
}

class PlacementTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }

  // Draws in all quarter turns at this scale; the referee's picture comes at the scale, unturned.
  void check(const std::string& pdf, double scale, const std::string& referee_command) {
    ASSERT_TRUE(write_file(folder_ / "page.pdf", as_bytes(pdf)));
    const Image upright = picture_from(referee_command + " " + (folder_ / "page.pdf").string());
    const auto document = open_text(pdf);
    ASSERT_TRUE(document) << document.error().message();
    for (std::int32_t turns = 0; turns < 4; ++turns) {
      SCOPED_TRACE(turns);
      const VectorRun run = turned_run((*document)->info().pages[0], turns, scale);
      const auto drawn = draw_all(**document, run, {.model = ColorModel::gray, .profile = {}});
      ASSERT_TRUE(drawn) << drawn.error().message();
      expect_same_place(drawn->front(), turned(upright, turns));
    }
  }

  Folder folder_;
};

const std::string poppler = "pdftoppm -cropbox -gray -aa no -aaVector no -r ";
const std::string mupdf = "mutool draw -q -c gray -F pgm -o - -r ";

TEST_F(PlacementTest, FollowsTheCropBoxAndRotateInEveryTurn) {
  for (const char* rotate : {"0", "90", "180", "270", "-90", "450"}) {
    SCOPED_TRACE(rotate);
    const std::string boxes =
        "/MediaBox[-20 -30 400 500]/CropBox[100 120 300 420]/Rotate " + std::string(rotate);
    for (const std::string resources : {"", blends_gradients}) // drawn on another device
      check(make_pdf({{boxes, corner_marks(100, 120, 200, 300), resources}}), 1, poppler + "72");
  }
}

TEST_F(PlacementTest, ScalesTheUprightPage) {
  const std::string pdf =
      make_pdf({{"/MediaBox[0 0 200 300]/Rotate 90", corner_marks(0, 0, 200, 300)}});
  check(pdf, 2, poppler + "144");
  check(pdf, 0.5, poppler + "36");
}

TEST_F(PlacementTest, CutsTheCropBoxByTheMediaBox) {
  const std::string boxes = "/MediaBox[0 0 300 400]/CropBox[-50 -30 350 500]";
  check(make_pdf({{boxes, corner_marks(0, 0, 300, 400)}}), 1, poppler + "72");
}

// Ghostscript draws nothing of such pages, or ends; renderers differ in what they do. Nothing that
// is on the page may be lost, and it is said.
TEST_F(PlacementTest, DrawsThePageWhereItsBoxesMakeNoSense) {
  const std::string marks = corner_marks(0, 0, 300, 400), media = "/MediaBox[0 0 300 400]";
  ASSERT_TRUE(write_file(folder_ / "plain.pdf", as_bytes(make_pdf({{media, marks}}))));
  const std::string referee = poppler + "72 " + (folder_ / "plain.pdf").string() + " #";
  for (const std::string odd :
       {"/CropBox[9 5 9 5]", "/CropBox[0 0 0 0]", "/CropBox[700 900 800 1000]", "/CropBox[0 0 595]",
        "/CropBox(all)", "/UserUnit 0", "/UserUnit -1", "/UserUnit/Twice", "/Rotate/Left"}) {
    SCOPED_TRACE(odd);
    const std::string pdf = make_pdf({{media + odd, marks}});
    check(pdf, 1, referee);
    EXPECT_THAT((*open_text(pdf))->info().warnings,
                testing::ElementsAre(testing::HasSubstr("1 page says its size")));
  }
}

TEST_F(PlacementTest, TakesLetterWhereTheMediaBoxMakesNoSense) {
  const std::string marks = corner_marks(0, 0, 612, 792);
  ASSERT_TRUE(
      write_file(folder_ / "plain.pdf", as_bytes(make_pdf({{"/MediaBox[0 0 612 792]", marks}}))));
  for (const std::string odd : {"[0 0 595]", "[(a) 0 595 842]", "[0 0 1e9 1e9]", "[0 0 0 842]"}) {
    SCOPED_TRACE(odd);
    check(make_pdf({{"/MediaBox" + odd, marks}}), 1,
          poppler + "72 " + (folder_ / "plain.pdf").string() + " #");
  }
}

TEST_F(PlacementTest, MeasuresInUserUnits) { // poppler knows none
  const std::string boxes = "/MediaBox[0 0 300 400]/CropBox[20 10 220 310]/UserUnit 1.5/Rotate 90";
  check(make_pdf({{boxes, corner_marks(20, 10, 200, 300)}}), 1, mupdf + "72");
}

TEST_F(PlacementTest, ReadsInheritedBoxes) {
  std::string pdf = make_pdf({{"", corner_marks(0, 0, 200, 300)}});
  const std::string from = "/Count 1>>", to = "/Count 1/MediaBox[0 0 200 300]/Rotate 180>>";
  pdf.replace(pdf.find(from), from.size(), to); // the table of offsets is now wrong: also a repair
  const auto document = open_text(pdf);
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_EQ((*document)->info().pages[0].width, Points{200});
  EXPECT_FALSE((*document)->info().warnings.empty());
  check(pdf, 1, poppler + "72");
}

// A mark of 30 x 12 points at the page's lower left corner lands where the matrix says.
void expect_mark_at(const Image& image, std::int32_t left, std::int32_t bottom, double scale) {
  const auto width = static_cast<std::int32_t>(30 * scale),
             height = static_cast<std::int32_t>(12 * scale);
  const std::int32_t low = image.height - 1 - bottom;
  EXPECT_EQ(image.at(left + 1, low - 1), 0);
  EXPECT_EQ(image.at(left + width - 2, low - height + 2), 0);
  EXPECT_EQ(image.at(left + width + 3, low - 1), 255);
  EXPECT_EQ(image.at(left + 1, low - height - 3), 255);
  EXPECT_EQ(image.at(left - 3, low - 1), 255);
  EXPECT_EQ(image.at(left + 1, low + 3), 255);
}

TEST_F(PlacementTest, PostScriptCannotLeaveItsPlace) {
  const std::string mark = "0 0 30 12 rectfill showpage\n";
  const std::string programs[] = {
      mark,
      "<</PageSize [842 595]>> setpagedevice " + mark,
      "<</Install {0 0 translate 1 1 scale}>> setpagedevice " + mark,
      "<</HWResolution [300 300] /NumCopies 3>> setpagedevice " + mark,
      "<</PageOffset [50 60] /Margins [40 50]>> setpagedevice " + mark,
      "40 50 translate initmatrix " + mark,
      "0.2 0.3 scale initgraphics " + mark,
      "letter " + mark,
      "/#copies 1 def " + mark,
      "save 90 rotate restore " + mark,
  };
  for (const std::string& program : programs) {
    SCOPED_TRACE(program);
    const auto document = open_text("%!PS\n" + program);
    ASSERT_TRUE(document) << document.error().message();
    ASSERT_EQ((*document)->info().pages.size(), 1u);
    VectorRun run;
    run.pages = {0};
    run.width = run.height = 400;
    run.resolution = dpi;
    run.format = gray8;
    run.a = run.d = 0.5;
    run.e = 100;
    run.f = 70;
    const auto drawn = draw_all(**document, run, {.model = ColorModel::gray, .profile = {}});
    ASSERT_TRUE(drawn) << drawn.error().message();
    expect_mark_at(drawn->front(), 100, 70, 0.5);
  }
}

TEST_F(PlacementTest, AnEpsIsItsBoundingBox) {
  const auto document =
      open_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 100 200 300 500\n%%EndComments\n"
                "100 200 30 12 rectfill\n%%EOF\n");
  ASSERT_TRUE(document) << document.error().message();
  ASSERT_EQ((*document)->info().pages.size(), 1u);
  EXPECT_EQ((*document)->info().pages[0].width, Points{200});
  EXPECT_EQ((*document)->info().pages[0].height, Points{300});
  VectorRun run = whole_pages(**document, {0}, dpi, gray8);
  run.width = run.height = 400;
  run.e = 50;
  run.f = 30;
  const auto drawn = draw_all(**document, run, {.model = ColorModel::gray, .profile = {}});
  ASSERT_TRUE(drawn) << drawn.error().message();
  expect_mark_at(drawn->front(), 50, 30, 1);
}

} // namespace
} // namespace platen::render
