// Pages on which things blend: which these are, and that gradients among them, for which there is a
// device of their own, come out as they do elsewhere.
#include "documents.h"
#include "render/ghostscript_job.h"
#include "render/ghostscript_process.h"
#include "render/streams.h"

#include <cmath>

#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;

const model::ColourTarget gray_target{.model = ColorModel::gray, .profile = {}};
const std::string half = "/ExtGState<</Half<</ca 0.5>>>>";
// From white at the left to black at the right of 60 points.
const std::string axial = "<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 60 0]"
                          "/Function<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>>>";
const std::string gradient = "/Shading<</Fade" + axial + ">>";

class BlendingTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
};

PdfPage page_of(const std::string& contents, const std::string& resources) {
  return {"/MediaBox[0 0 60 60]", contents, resources};
}

std::string flags_of(const PdfPage& page) {
  const auto document = open_text(make_pdf({page}));
  if (!document) return document.error().message();
  const PageInfo& info = (*document)->info().pages.front();
  return std::string(info.blends ? "blends " : "") + (info.shades ? "shades" : "");
}

TEST_F(BlendingTest, IsSeenWhereverItIs) {
  const auto flags = [](const std::string& resources) { return flags_of(page_of("", resources)); };
  EXPECT_EQ(flags(""), "");
  EXPECT_EQ(flags("/ExtGState<</A<</ca 1/CA 1.0/BM/Normal/SMask/None>>>>"), "");
  EXPECT_EQ(flags(half), "blends ");
  EXPECT_EQ(flags("/ExtGState<</A<</CA 0.9>>>>"), "blends ");
  EXPECT_EQ(flags("/ExtGState<</A<</BM/Multiply>>>>"), "blends ");
  EXPECT_EQ(flags("/ExtGState<</A<</BM[/Multiply/Normal]>>>>"), "blends ");
  EXPECT_EQ(flags(gradient), "shades");
  EXPECT_EQ(flags("/Pattern<</P<</PatternType 2/Shading" + axial + ">>>>"), "shades");
  EXPECT_EQ(flags("/Pattern<</P<</PatternType 2/Shading" + axial + "/ExtGState<</ca 0.5>>>>>>"),
            "blends shades");
  EXPECT_EQ(flags(half + gradient), "blends shades");
}

// Objects 1 to 3 are the catalogue, the pages and a page with `entries`.
std::string pdf_with(const std::string& entries, const std::string& objects) {
  return "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 60 60]/Resources<<" +
         half + ">>>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R" + entries + ">>endobj\n" + objects +
         "trailer<</Root 1 0 R/Size 20>>\n%%EOF\n";
}

std::string form(int number, const std::string& entries) {
  return std::to_string(number) + " 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 60 60]" + entries +
         "/Length 0>>stream\n\nendstream endobj\n";
}

TEST_F(BlendingTest, IsSeenInFormsMasksAndAnnotations) {
  const auto flags = [](const std::string& entries, const std::string& objects) {
    const auto document = open_text(pdf_with(entries, objects));
    if (!document) return document.error().message();
    const PageInfo& info = (*document)->info().pages.front();
    return std::string(info.blends ? "blends " : "") + (info.shades ? "shades" : "");
  };
  EXPECT_EQ(flags("", ""), "blends "); // the resources of all pages
  EXPECT_EQ(flags("/Resources<<>>", ""), "");
  EXPECT_EQ(flags("/Resources<</XObject<</F 4 0 R>>>>",
                  form(4, "/Resources<</XObject<</G 5 0 R>>>>") +
                      form(5, "/Resources<<" + half + gradient + ">>")),
            "blends shades");
  EXPECT_EQ(flags("/Resources<</ExtGState<</M<</SMask<</S/Luminosity/G 4 0 R>>>>>>>>",
                  form(4, "/Resources<<" + gradient + ">>")),
            "blends shades");
  EXPECT_EQ(flags("/Resources<<>>/Annots[<</Subtype/Highlight/Rect[0 0 9 9]/AP<</N 4 0 R>>>>]",
                  form(4, "/Resources<</ExtGState<</M<</BM/Multiply>>>>>>")),
            "blends ");
  EXPECT_EQ(flags("/Resources<</XObject<</F 4 0 R>>>>", form(4, "/Resources<</XObject<</F 4 0 R>>"
                                                                ">>")),
            ""); // it leads back to itself
}

VectorRun run_of(const Document& document, PixelFormat format, Dpi dpi = Dpi{600}) {
  VectorRun run = whole_pages(document, {0}, dpi, format);
  if (format == mask1) { // a threshold for every gray but white
    auto thresholds = std::make_shared<std::vector<std::uint8_t>>(16 * 16);
    for (std::size_t i = 0; i < thresholds->size(); ++i)
      (*thresholds)[i] = static_cast<std::uint8_t>(std::max<std::size_t>(1, 37 * i % 256));
    run.screen = std::move(thresholds);
    run.screen_width = run.screen_height = 16;
  }
  return run;
}

// The part of each column, of `width` pixels, that is inked.
std::vector<double> ink_of_columns(const Image& image, std::int32_t width, double full) {
  std::vector<double> columns;
  for (std::int32_t left = 0; left + width <= image.width; left += width) {
    double ink = 0;
    for (std::int32_t y = 0; y < image.height; ++y)
      for (std::int32_t x = left; x < left + width; ++x)
        ink += image.at(x, y);
    columns.push_back(ink / width / image.height / full);
  }
  return columns;
}

// Half of a gradient over the page, as dots and as grays.
TEST_F(BlendingTest, GradientsAreAsDarkAsTheyShallBe) {
  const auto document =
      open_text(make_pdf({page_of("/Half gs /Fade sh", half + gradient)})).value();
  for (const PixelFormat format : {mask1, gray8}) {
    const auto drawn = draw_all(*document, run_of(*document, format), gray_target);
    ASSERT_TRUE(drawn) << drawn.error().message();
    const auto columns = ink_of_columns(drawn->front(), 20, format == mask1 ? 1 : 255);
    ASSERT_EQ(columns.size(), 25U);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const double ink = (static_cast<double>(i) + 0.5) / 25 / 2;
      EXPECT_NEAR(format == mask1 ? columns[i] : 1 - columns[i], ink, 0.012)
          << to_string(format) << ", column " << i;
    }
  }
}

// To the pixel, whatever the page measures: the device puts the bottom at a whole point.
TEST_F(BlendingTest, PlacesAndColoursAreThoseOfOtherPages) {
  const std::string marks = "0 g 3.3 4.4 20.1 7 re f 0.2 0.4 0.1 rg 30 20.7 12.3 30.2 re f "
                            "0 0 0 0.6 k 5 40 9 9 re f BT /F1 8 Tf 4 25 Td (Here) Tj ET";
  const std::string blends = half + gradient;
  for (const std::string box : {"/MediaBox[0 0 60 60]", "/MediaBox[0 0 59.53 60.31]",
                                "/MediaBox[0 0 61.2 59.7]/Rotate 90"}) {
    const auto plain = open_text(make_pdf({{box, marks}})).value();
    const auto blended = open_text(make_pdf({{box, marks, blends}})).value();
    ASSERT_TRUE(blended->info().pages[0].blends && blended->info().pages[0].shades);
    for (const PixelFormat format : {mask1, gray8})
      for (const Dpi dpi : {Dpi{600}, Dpi{150}}) {
        const auto a = draw_all(*plain, run_of(*plain, format, dpi), gray_target);
        const auto b = draw_all(*blended, run_of(*blended, format, dpi), gray_target);
        ASSERT_TRUE(a && b);
        std::size_t other = 0;
        for (std::size_t i = 0; i < a->front().samples.size(); ++i)
          other += std::abs(a->front().samples[i] - b->front().samples[i]) > 1;
        // Ghostscript rounds grays on their way to its own dots (ADR 5), and edges that it smooths.
        EXPECT_LE(other, a->front().samples.size() / (format == mask1 ? 100 : 1000))
            << box << " " << to_string(format) << " " << dpi.v;
      }
  }
}

TEST_F(BlendingTest, PagesAmongOthersAreDrawnAsAlone) {
  const PdfPage plain = page_of("0.3 g 5 5 30 30 re f", ""),
                blended = page_of("0.3 g 5 5 30 30 re f /Half gs /Fade sh", half + gradient);
  const auto document = open_text(make_pdf({plain, blended, blended, plain})).value();
  VectorRun run = run_of(*document, mask1);
  run.pages = {0, 1, 2, 3};
  const auto together = draw_all(*document, run, gray_target);
  ASSERT_TRUE(together) << together.error().message();
  for (std::int32_t page = 0; page < 4; ++page) {
    run.pages = {page};
    const auto alone = draw_all(*document, run, gray_target);
    ASSERT_TRUE(alone) << alone.error().message();
    EXPECT_EQ((*together)[static_cast<std::size_t>(page)].samples, alone->front().samples) << page;
  }
}

// A Ghostscript that was built without the device draws with its usual one.
TEST_F(BlendingTest, GradientsNeedNoOtherDevice) {
  const std::string pdf = make_pdf({page_of("/Half gs /Fade sh", half + gradient)});
  const auto document = open_text(pdf).value();
  const VectorRun run = run_of(*document, gray8);
  const auto expected = draw_all(*document, run, gray_target);
  ASSERT_TRUE(expected) << expected.error().message();

  GhostscriptJob job = drawing_job(document->info(), run, Way::grays, gray_target);
  const std::size_t name = job.prologue.find("/cups known");
  ASSERT_NE(name, std::string::npos);
  job.prologue.replace(name, 5, "/none");
  const Limits limits = small_limits();
  const Cancel never;
  const UniqueFd file = as_file(pdf);
  auto worker = start_ghostscript(
      file.get(), job, limits, {limits.stall, limits.page, limits.cpu, limits.memory_bytes}, never);
  ASSERT_TRUE(worker) << worker.error().message();
  const auto pages = make_page_stream(*std::move(worker), run, gray8, document->info());
  const auto page = pages->next();
  ASSERT_TRUE(page) << page.error().message();
  const auto drawn = read_rows(**page, 37);
  ASSERT_TRUE(drawn) << drawn.error().message();
  EXPECT_LT(difference(*drawn, expected->front()), 0.001);
  const auto words = pages->finish();
  ASSERT_TRUE(words) << words.error().message();
  EXPECT_TRUE(words->empty()) << words->front();
}

} // namespace
} // namespace platen::render
