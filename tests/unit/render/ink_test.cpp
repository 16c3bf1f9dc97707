// What the drawn samples are: black, white, gray, colours, and the screened fast path.
#include "documents.h"

#include <random>

#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;

constexpr Dpi dpi{600};
const model::ColourTarget gray_target{.model = ColorModel::gray, .profile = {}};
const model::ColourTarget rgb_target{.model = ColorModel::rgb, .profile = {}};

class InkTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
  static std::unique_ptr<Document> open(const std::string& contents) {
    auto document = open_text(make_pdf({{"/MediaBox[0 0 60 60]", contents}}));
    EXPECT_TRUE(document) << document.error().message();
    return std::move(document).value();
  }
  static Image draw(const Document& document, const VectorRun& run,
                    const model::ColourTarget& target) {
    auto images = draw_all(document, run, target);
    EXPECT_TRUE(images) << images.error().message();
    return images->front();
  }
};

// Five patches of 10 x 10 points beside each other, from x = 0; gives the middle of each.
std::string patches(const std::vector<std::string>& colours) {
  std::string contents;
  int x = 0;
  for (const std::string& colour : colours) {
    contents += colour + " " + std::to_string(x) + " 0 10 60 re f\n";
    x += 10;
  }
  return contents;
}
std::array<int, 3> middle_of_patch(const Image& image, std::int32_t patch) {
  const std::int32_t x = image.width * (2 * patch + 1) / 12, y = image.height / 2;
  return {image.at(x, y), image.at(x, y, image.channels > 1 ? 1 : 0),
          image.at(x, y, image.channels > 1 ? 2 : 0)};
}

TEST_F(InkTest, GrayPagesHaveFullBlackAndWhiteAndUntintedGray) {
  const auto document = open(patches({"0 g", "0 0 0 rg", "0.5 g", "0.5 0.5 0.5 rg", "1 1 1 rg"}));
  const Image image = draw(*document, whole_pages(*document, {0}, dpi, gray8), gray_target);
  EXPECT_EQ(middle_of_patch(image, 0)[0], 0);
  EXPECT_EQ(middle_of_patch(image, 1)[0], 0);
  EXPECT_NEAR(middle_of_patch(image, 2)[0], 128, 1);
  EXPECT_NEAR(middle_of_patch(image, 3)[0], 128, 2); // the same gray, said in RGB
  EXPECT_EQ(middle_of_patch(image, 4)[0], 255);
  EXPECT_EQ(middle_of_patch(image, 5)[0], 255); // bare paper
}

TEST_F(InkTest, ColourPagesAreSrgb) {
  const auto document = open(patches({"1 0 0 rg", "0.2 0.6 0.4 rg", "0 g", "0.5 g", "0 0 0 1 k"}));
  const Image image = draw(*document, whole_pages(*document, {0}, dpi, rgb8), rgb_target);
  const auto near = [&](std::int32_t patch, std::array<int, 3> wanted, int tolerance) {
    const auto got = middle_of_patch(image, patch);
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(got[c], wanted[c], tolerance) << patch << " " << c;
  };
  near(0, {255, 0, 0}, 0);
  near(1, {51, 153, 102}, 1);
  near(2, {0, 0, 0}, 0);
  near(3, {128, 128, 128}, 1);
  near(4, {0, 0, 0}, 45); // CMYK black by Ghostscript's own profile: dark, nearly neutral
  near(5, {255, 255, 255}, 0);
}

TEST_F(InkTest, TextAndLinesHaveNoHalfTones) {
  const auto document = open("BT /F1 9 Tf 5 30 Td (Crisp) Tj ET 0.7 w 3 3 m 57 17 l S");
  for (const PixelFormat format : {gray8, rgb8}) {
    const Image image = draw(*document, whole_pages(*document, {0}, dpi, format),
                             format == gray8 ? gray_target : rgb_target);
    std::size_t black = 0;
    for (const std::uint8_t sample : image.samples) {
      ASSERT_TRUE(sample == 0 || sample == 255);
      black += sample == 0 ? 1u : 0u;
    }
    EXPECT_GT(black, 1000u);
  }
}

TEST_F(InkTest, AGivenProfileIsObeyed) {
  const auto document = open(patches({"1 0 0 rg", "0 1 0 rg", "0.5 g", "1 1 1 rg", "0 g"}));
  model::ColourTarget wide = rgb_target;
  wide.profile = read_file("/usr/share/color/icc/compatibleWithAdobeRGB1998.icc", 1 << 20).value();
  const Image image = draw(*document, whole_pages(*document, {0}, dpi, rgb8), wide);
  const auto red = middle_of_patch(image, 0), green = middle_of_patch(image, 1),
             white = middle_of_patch(image, 3);
  // sRGB's primaries in AdobeRGB (1998): 219 0 0 and 144 255 60 by lcms2's transicc.
  EXPECT_NEAR(red[0], 219, 2);
  EXPECT_LE(red[1], 6);
  EXPECT_NEAR(green[0], 144, 2);
  EXPECT_NEAR(green[2], 60, 3);
  EXPECT_EQ(white[0], 255);
}

std::shared_ptr<const std::vector<std::uint8_t>> shuffled_screen(std::int32_t width,
                                                                 std::int32_t height) {
  const auto cells = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  std::vector<std::uint8_t> screen;
  for (std::size_t i = 0; i < cells; ++i)
    screen.push_back(static_cast<std::uint8_t>(1 + i * 255 / cells));
  std::shuffle(screen.begin(), screen.end(), std::mt19937(7));
  return std::make_shared<const std::vector<std::uint8_t>>(std::move(screen));
}

constexpr const char* mixed_page =
    "0.3 g 3 3 20 50 re f 0.44 g 23 3 10 50 re f 0 g BT /F1 9 Tf 5 30 Td (Solid) Tj ET\n"
    "0.6 g BT /F1 9 Tf 5 15 Td (Gray) Tj ET q 20 0 0 40 38 5 cm BI /W 4 /H 4 /CS /G /BPC 8 /F /AHx "
    "ID\n"
    "00102030405060708090a0b0c0d0e0f0> EI Q";

// The screened page is the gray page under the threshold, but where the gray lies within two codes
// of the threshold: Ghostscript rounds flat tones to the levels of the screen.
void expect_screened_alike(std::int32_t screen_width, std::int32_t screen_height) {
  const auto opened = open_text(make_pdf({{"/MediaBox[0 0 60 60]", mixed_page}}));
  ASSERT_TRUE(opened) << opened.error().message();
  const Document& document = **opened;
  VectorRun run = whole_pages(document, {0}, dpi, gray8);
  const auto gray = draw_all(document, run, gray_target);
  run.format = mask1;
  run.screen = shuffled_screen(screen_width, screen_height);
  run.screen_width = screen_width;
  run.screen_height = screen_height;
  const auto mask = draw_all(document, run, gray_target);
  ASSERT_TRUE(gray && mask);
  std::int64_t inked = 0, rounded = 0;
  for (std::int32_t y = 0; y < run.height; ++y)
    for (std::int32_t x = 0; x < run.width; ++x) {
      const std::size_t cell =
          static_cast<std::size_t>(y % screen_height * screen_width + x % screen_width);
      const int value = (*gray)[0].at(x, y), threshold = (*run.screen)[cell];
      const bool ink = (*mask)[0].at(x, y) != 0;
      inked += ink ? 1 : 0;
      if (ink == (value < threshold)) continue;
      ++rounded;
      ASSERT_LE(std::abs(value - threshold), 2) << x << ", " << y;
    }
  EXPECT_GT(inked, run.width * run.height / 10);
  EXPECT_LT(rounded, run.width * run.height / 100);
}

TEST_F(InkTest, ScreensAsTheThresholdSays) {
  expect_screened_alike(16, 16);
  expect_screened_alike(64, 32);
  expect_screened_alike(255, 257); // as many cells as a PostScript string has
  expect_screened_alike(37, 21);   // no power of two
}

// The part of the first page that is inked, by a screen of 255 levels.
double inked_part_of(const std::string& pdf) {
  const auto opened = open_text(pdf);
  if (!opened) return -1;
  VectorRun run = whole_pages(**opened, {0}, Dpi{72}, mask1);
  run.screen = shuffled_screen(16, 16);
  run.screen_width = run.screen_height = 16;
  const auto page = draw_all(**opened, run, gray_target);
  if (!page) return -1;
  double inked = 0;
  for (std::int32_t y = 0; y < run.height; ++y)
    for (std::int32_t x = 0; x < run.width; ++x)
      inked += (*page)[0].at(x, y) != 0 ? 1 : 0;
  return inked / (run.width * run.height);
}

double inked_part(const std::string& colour) {
  return inked_part_of(make_pdf({{"/MediaBox[0 0 64 64]", colour + " 0 0 64 64 re f"}}));
}

// ISO 32000-1, 10.3: gray = 0.3 r + 0.59 g + 0.11 b, and 1 - min(1, 0.3 c + 0.59 m + 0.11 y + k).
TEST_F(InkTest, ColoursBecomeInkByTheFormulasOfPdf) {
  constexpr double step = 1.0 / 128;
  EXPECT_NEAR(inked_part("1 0 0 rg"), 0.70, step); // red text stays readable
  EXPECT_NEAR(inked_part("0 1 0 rg"), 0.41, step);
  EXPECT_NEAR(inked_part("0 0 1 rg"), 0.89, step);
  EXPECT_NEAR(inked_part("1 0 0 0 k"), 0.30, step);
  EXPECT_NEAR(inked_part("0 0.5 0 0.25 k"), 0.545, step);
  EXPECT_NEAR(inked_part("0.5 g"), 0.50, step);
  EXPECT_EQ(inked_part("0 0 0 1 k"), 1);
  EXPECT_EQ(inked_part("1 1 1 rg"), 0);
}

// The part of a page that `content` inks, where /F is a form with a picture of a dark CMYK tone.
double inked_beside_cmyk(const std::string& content) {
  return inked_part_of(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 64 64]/Contents 4 0 R"
      "/Resources<</XObject<</F 5 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
      ">>>>endobj\n4 0 obj<</Length " +
      std::to_string(content.size()) + ">>stream\n" + content +
      "\nendstream endobj\n"
      "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 64 64]/Resources<</XObject<</I 6 0 R>>>>"
      "/Length 32>>stream\nq 64 0 0 64 0 0 cm /I Do Q      \nendstream endobj\n"
      "6 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceCMYK"
      "/BitsPerComponent 8/Filter/ASCIIHexDecode/Length 9>>stream\nb3999980>\nendstream endobj\n"
      "trailer<</Root 1 0 R/Size 7>>\n%%EOF\n");
}

// A dark tone of a photograph, which the formula would make solid.
TEST_F(InkTest, PicturesInCmykKeepTheirShadows) {
  const double inked = inked_beside_cmyk("0 g 1 1 1 1 re f /F Do");
  EXPECT_GT(inked, 0.6);
  EXPECT_LT(inked, 0.97);
}

// Their profiles would make black ink a dark gray, and set black words in dots.
TEST_F(InkTest, WhatIsDrawnBesidePicturesInCmykGoesByTheFormulas) {
  constexpr double step = 1.0 / 128;
  const auto area = [](const std::string& colour) {
    return inked_beside_cmyk(colour + " 0 0 64 64 re f");
  };
  EXPECT_EQ(area("0 0 0 1 k"), 1);
  EXPECT_NEAR(area("0 0.5 0 0.25 k"), 0.545, step);
  EXPECT_NEAR(area("1 0 0 rg"), 0.70, step);
  EXPECT_NEAR(area("0.5 g"), 0.50, step);
  const std::string words = " BT /F1 90 Tf 0 0 Td (M) Tj ET";
  EXPECT_EQ(inked_beside_cmyk("0 0 0 1 k" + words), inked_beside_cmyk("0 g" + words));
}

// A page whose states /Off, /Zero and /One overprint not at all, in mode 0 and in mode 1; /Spot is
// an ink half as dark as yellow, /C a picture in CMYK.
std::string page_with_states(const std::string& content, bool pictures = false) {
  return "%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 64 64]/Contents 4 0 "
         "R/Resources<</ExtGState<<"
         "/Off<</OP false/op false>>/Zero<</OP true/op true/OPM 0>>/One<</OP true/op true/OPM 1>>>>"
         "/ColorSpace<</Spot[/Separation/Varnish/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 "
         "0]"
         "/C1[0 0 0.5 0]/N 1>>]>>/XObject<<" +
         std::string(pictures ? "/C 5 0 R" : "") + ">>>>>>endobj\n4 0 obj<</Length " +
         std::to_string(content.size()) + ">>stream\n" + content +
         "\nendstream endobj\n5 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace"
         "/DeviceCMYK/BitsPerComponent 8/Filter/ASCIIHexDecode/Length "
         "9>>stream\nb3999980>\nendstream "
         "endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n";
}

double inked_over(const std::string& content, bool pictures = false) {
  return inked_part_of(page_with_states(content, pictures));
}

const std::string whole = " 0 0 64 64 re f ";

// ISO 32000-1, 8.6.7, of inks that are mixed before they become one.
TEST_F(InkTest, InksThatOverprintLeaveWhatIsBelow) {
  constexpr double step = 1.0 / 128;
  const auto magenta_on_cyan = [](const std::string& state) {
    return inked_over("1 0 0 0 k" + whole + state + " gs 0 1 0 0 k" + whole);
  };
  EXPECT_NEAR(magenta_on_cyan("/Off"), 0.59, step);
  EXPECT_NEAR(magenta_on_cyan("/Zero"), 0.59, step);
  EXPECT_NEAR(magenta_on_cyan("/One"), 0.89, step);
  const auto spot_on_cyan = [](const std::string& state) {
    return inked_over("1 0 0 0 k" + whole + state + " gs /Spot cs 1 scn" + whole);
  };
  EXPECT_NEAR(spot_on_cyan("/Off"), 0.055, step);
  EXPECT_NEAR(spot_on_cyan("/Zero"), 0.355, step);
  EXPECT_NEAR(spot_on_cyan("/One"), 0.355, step);
  EXPECT_EQ(inked_over("1 0 0 0 k" + whole + "/One gs 0 0 0 1 k" + whole), 1);
  EXPECT_NEAR(inked_over("1 0 0 0 k" + whole + "/One gs 0 0 0 0 k" + whole), 0.3, step);
}

TEST_F(InkTest, ColoursOnPagesThatOverprintAreThoseOfOtherPages) {
  constexpr double step = 1.0 / 128;
  const std::string over = " /One gs 0 0 1 0 k 0 0 0.01 0.01 re f /Off gs ";
  for (const std::string colour : {"1 0 0 rg", "0.2 0.4 0.6 rg", "0 0 0 rg", "0.5 g", "0 g",
                                   "1 0 0 0 k", "0.2 0.3 0.4 0.1 k", "0 0 0 1 k"})
    for (const bool pictures : {false, true})
      EXPECT_NEAR(inked_over(over + colour + whole, pictures), inked_over(colour + whole, pictures),
                  step)
          << colour << pictures;
  const std::string picture = " q 64 0 0 64 0 0 cm /C Do Q ";
  EXPECT_NEAR(inked_over(over + picture, true), inked_over(picture, true), 2 * step);
}

// An ink half as dark as yellow on cyan, or cyan that is gone.
TEST_F(InkTest, InksThatOverprintInPostScriptLeaveWhatIsBelow) {
  constexpr double step = 1.0 / 128;
  const auto on_cyan = [](const std::string& content) {
    return inked_part_of(
        "%!PS\n<< /PageSize [64 64] >> setpagedevice /whole { 0 0 64 64 rectfill } "
        "bind def /Varnish { [/Separation /Varnish /DeviceCMYK { 2 div 0 0 3 -1 roll "
        "0 }] setcolorspace 1 setcolor } bind def 1 0 0 0 setcmykcolor whole " +
        content + " showpage\n");
  };
  EXPECT_NEAR(on_cyan("Varnish whole"), 0.055, step);
  EXPECT_NEAR(on_cyan("true setoverprint Varnish whole"), 0.355, step);
  EXPECT_NEAR(on_cyan("true setoverprint 0 1 0 0 setcmykcolor whole"), 0.59, step); // mode 0
  EXPECT_EQ(on_cyan("true setoverprint 0 setgray whole"), 1);
}

// Pages are counted with operators of ours in the place of those that paint.
TEST_F(InkTest, FaultsOfRectanglesInPostScriptAreTold) {
  for (const std::string wrong : {"[1 2 3] rectfill", "(no) rectfill", "1 2 3 (no) rectfill"}) {
    const auto document = open_text("%!PS\nshowpage " + wrong + " showpage\n");
    ASSERT_TRUE(document) << document.error().message();
    const auto& warnings = (*document)->info().warnings;
    ASSERT_EQ(warnings.size(), 1U) << wrong;
    EXPECT_NE(warnings.front().find("rectfill"), std::string::npos) << warnings.front();
  }
}

// With a state /One that overprints.
std::string pages_with_state(const std::vector<std::string>& contents) {
  std::string kids, pages;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const std::string page = std::to_string(10 + i), content = std::to_string(20 + i);
    kids += page + " 0 R ";
    pages += page + " 0 obj<</Type/Page/Parent 2 0 R/Contents " + content + " 0 R>>endobj\n" +
             content + " 0 obj<</Length " + std::to_string(contents[i].size()) + ">>stream\n" +
             contents[i] + "\nendstream endobj\n";
  }
  return "%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[" + kids +
         "]/Count " + std::to_string(contents.size()) +
         "/MediaBox[0 0 60 60]/Resources<</ExtGState<</One<</OP true/op true/OPM "
         "1>>>>>>>>endobj\n" +
         pages + "trailer<</Root 1 0 R/Size 30>>\n%%EOF\n";
}

TEST_F(InkTest, PagesAmongOthersThatOverprintAreDrawnAsAlone) {
  const std::string cyan = "1 0 0 0 k 0 0 60 60 re f /One gs ", half = " 0 0 30 60 re f";
  const auto document =
      open_text(pages_with_state({"0.5 g 0 0 60 60 re f", cyan + "0 1 0 0 k" + half,
                                  "0 g 0 0 9 9 re f", cyan + "0 0 0 1 k" + half}));
  ASSERT_TRUE(document) << document.error().message();
  const auto draw_pages = [&](const std::vector<std::int32_t>& pages) {
    return draw_all(**document, whole_pages(**document, pages, dpi, gray8), gray_target);
  };
  std::vector<bool> over;
  for (const PageInfo& page : (*document)->info().pages)
    over.push_back(page.overprints);
  EXPECT_EQ(over, (std::vector{false, true, false, false})); // full black hides what is below
  const auto together = draw_pages({0, 1, 2, 3});
  ASSERT_TRUE(together) << together.error().message();
  for (std::int32_t page = 0; page < 4; ++page) {
    const auto alone = draw_pages({page});
    ASSERT_TRUE(alone) << alone.error().message();
    EXPECT_EQ((*together)[static_cast<std::size_t>(page)].samples, alone->front().samples) << page;
  }
}

const std::string shows_overprint = "/One gs 0 0 1 0 k 0 0 0.01 0.01 re f /Off gs ";

std::array<int, 3> level_over(const std::string& content, PixelFormat format) {
  const auto document = open_text(page_with_states(content));
  if (!document) return {-1, -1, -1};
  const VectorRun run = whole_pages(**document, {0}, Dpi{72}, format);
  const auto pages = draw_all(**document, run, format == gray8 ? gray_target : rgb_target);
  return pages ? middle_of_patch(pages->front(), 2) : std::array<int, 3>{-1, -1, -1};
}

// By the formulas, as dots are.
TEST_F(InkTest, GraysOnPagesThatOverprintHaveFullBlackAndMixedInks) {
  const auto gray = [](const std::string& content) {
    return level_over(shows_overprint + content + whole, gray8)[0];
  };
  for (const std::string black : {"0 g", "0 0 0 rg", "0 0 0 1 k"})
    EXPECT_EQ(gray(black), 0) << black;
  EXPECT_NEAR(gray("0.5 g"), 128, 2);
  EXPECT_EQ(gray("1 g"), 255);
  EXPECT_NEAR(gray("1 0 0 0 k" + whole + "/One gs 0 1 0 0 k"), 255 * (1 - 0.89), 2);
}

// Of which error diffusion, toner saving and measured curves make dots, and which previews show.
TEST_F(InkTest, GraysAreThoseOfTheDots) {
  const auto ink = [](const std::string& content) {
    return 1 - level_over(content + whole, gray8)[0] / 255.0;
  };
  constexpr double code = 1.5 / 255;
  EXPECT_NEAR(ink("1 0 0 rg"), 0.70, code);
  EXPECT_NEAR(ink("1 1 0 rg"), 0.11, code); // a highlighter
  EXPECT_NEAR(ink("0 0 1 rg"), 0.89, code);
  EXPECT_NEAR(ink("0 0.5 0 0.25 k"), 0.545, code);
  EXPECT_NEAR(ink("0.5 g"), 0.50, code);
  EXPECT_EQ(ink("0 0 0 1 k"), 1);
}

// Four inks have fewer of them, and their black is a dark gray.
TEST_F(InkTest, ColoursAreNotMixed) {
  for (const std::string colour : {"0 g", "0 0 0 rg", "1 0 0 rg", "0 0 0 1 k", "1 0 0 0 k"})
    EXPECT_EQ(level_over(shows_overprint + colour + whole, rgb8), level_over(colour + whole, rgb8))
        << colour;
}

// The part inked by a form in a layer; `usage`: of the layer; `states`: its default ones.
double inked_by_layer(const std::string& usage, const std::string& states) {
  return inked_part_of(
      "%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<" + states +
      ">>>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 64 64]/Contents 4 0 R"
      "/Resources<</XObject<</F 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n"
      "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 64 32]/OC 6 0 R/Length 14>>stream\n"
      "0 0 64 64 re f\nendstream endobj\n"
      "6 0 obj<</Type/OCG/Name(L)" +
      usage + ">>endobj\ntrailer<</Root 1 0 R/Size 7>>\n%%EOF\n");
}

TEST_F(InkTest, FormsOfLayersAreDrawnWhereTheLayerIsPrinted) {
  const std::string asked = "/AS[<</Event/Print/Category[/Print]/OCGs[6 0 R]>>]";
  const std::string never = "/Usage<</Print<</PrintState/OFF>>>>";
  const std::string always = "/Usage<</Print<</PrintState/ON>>>>";
  EXPECT_EQ(inked_by_layer("", ""), 0.5);
  EXPECT_EQ(inked_by_layer("", "/OFF[6 0 R]"), 0);
  EXPECT_EQ(inked_by_layer("", "/BaseState/OFF"), 0);
  EXPECT_EQ(inked_by_layer("", "/BaseState/OFF/ON[6 0 R]"), 0.5);
  EXPECT_EQ(inked_by_layer(never, asked), 0);
  EXPECT_EQ(inked_by_layer(never, ""), 0.5); // nobody asks for what it says
  EXPECT_EQ(inked_by_layer(always, "/OFF[6 0 R]" + asked), 0.5);
}

TEST_F(InkTest, ScreensPostScriptThatBringsItsOwnScreen) {
  const auto plain = open_text("%!PS\n0.5 setgray 0 0 612 842 rectfill showpage");
  const auto own = open_text(
      "%!PS\n30 45 {pop} setscreen <</HalftoneType 1 /Frequency 20 /Angle 0 /SpotFunction {pop}>> "
      "sethalftone 0.5 setgray 0 0 612 842 rectfill showpage");
  ASSERT_TRUE(plain && own);
  VectorRun run = whole_pages(**plain, {0}, Dpi{72}, mask1);
  run.screen = shuffled_screen(16, 16);
  run.screen_width = run.screen_height = 16;
  const auto a = draw_all(**plain, run, gray_target), b = draw_all(**own, run, gray_target);
  ASSERT_TRUE(a && b);
  EXPECT_EQ((*a)[0].samples, (*b)[0].samples);
}

} // namespace
} // namespace platen::render
