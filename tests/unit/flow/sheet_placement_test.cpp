#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <array>
#include <cmath>
#include <cstdio>

#include <gtest/gtest.h>

// Where on the sheet things land, measured on the device's raster.
namespace platen::flow::test {
namespace {

using render::testing_support::make_pdf;

struct Paper { // a model and a small medium of it
  std::string model, media;
};
const std::array papers{Paper{"canon-pro-1000", "na_index-4x6_4x6in"},
                        Paper{"canon-ir1020", "na_monarch_3.875x7.5in"}};

double dots(Hmm length, Dpi resolution) {
  return length.v * static_cast<double>(resolution.v) / 2540;
}

Picture framed(std::int32_t width, std::int32_t height) {
  Picture picture(width, height, 1);
  for (std::int32_t y = 0; y < height; ++y)
    for (std::int32_t x = 0; x < width; ++x)
      if (x < 4 || y < 4 || x >= width - 4 || y >= height - 4) picture.at(x, y)[0] = 0;
  return picture;
}

TEST(Placement, NonePrintsAPictureAtItsSizeToTheDot) {
  struct Case {
    std::int32_t width, height, ppi, dots_width, dots_height;
  };
  constexpr std::array cases{Case{101, 77, 300, 202, 154},   Case{300, 450, 300, 600, 900},
                             Case{333, 500, 300, 666, 1000}, Case{640, 1001, 300, 1280, 2002},
                             Case{100, 150, 200, 300, 450},  Case{99, 51, 150, 396, 204},
                             Case{501, 333, 600, 501, 333},  Case{1000, 1500, 1200, 500, 750}};
  for (const Paper& paper : papers)
    for (const Case& c : cases) {
      SCOPED_TRACE(paper.model + " " + std::to_string(c.width) + " x " + std::to_string(c.height) +
                   " at " + std::to_string(c.ppi));
      const auto sides = sides_of(paper.model,
                                  {{"media", paper.media},
                                   {"print-scaling", "none"},
                                   {"orientation-requested", "portrait"}},
                                  png(framed(c.width, c.height), c.ppi));
      ASSERT_EQ(sides.size(), 1u);
      const TappedSide& side = sides[0];
      const Extent frame = inked(side);
      EXPECT_EQ(frame.width(), c.dots_width);
      EXPECT_EQ(frame.height(), c.dots_height);
      // The four corners are ink: the frame is a rectangle, nothing ran over its edges.
      EXPECT_EQ(darkness(side, frame.left, frame.top), 255);
      EXPECT_EQ(darkness(side, frame.right - 1, frame.top), 255);
      EXPECT_EQ(darkness(side, frame.left, frame.bottom - 1), 255);
      EXPECT_EQ(darkness(side, frame.right - 1, frame.bottom - 1), 255);
      // Centred on the paper, as the device itself places the raster on it.
      const twin::SideRecord& record = side.record;
      const double middle_x =
          dots(record.margins.left, record.resolution) + (frame.left + frame.right) / 2.0;
      const double middle_y =
          dots(record.margins.top, record.resolution) + (frame.top + frame.bottom) / 2.0;
      EXPECT_NEAR(middle_x, dots(record.width, record.resolution) / 2, 1.5);
      EXPECT_NEAR(middle_y, dots(record.height, record.resolution) / 2, 1.5);
    }
}

TEST(Placement, APictureOfThePrintableAreaKeepsItsOutermostRowsAndColumns) {
  for (const Paper& paper : papers) {
    SCOPED_TRACE(paper.model);
    const model::Options options{{"media", paper.media}};
    const PageShape shape = raster_of(paper.model, options);
    Picture picture(shape.width, shape.height, 1);
    const auto on_edge = [&](std::int32_t x, std::int32_t y) {
      return x == 0 || y == 0 || x == shape.width - 1 || y == shape.height - 1;
    };
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::int32_t x = 0; x < shape.width; ++x)
        if (on_edge(x, y)) picture.at(x, y)[0] = 0;
    const auto sides = sides_of(paper.model, options, png(picture, 600));
    ASSERT_EQ(sides.size(), 1u);
    std::int64_t wrong = 0;
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::int32_t x = 0; x < shape.width; ++x)
        wrong += darkness(sides[0], x, y) != (on_edge(x, y) ? 255 : 0);
    EXPECT_EQ(wrong, 0);
  }
}

// A rectangle of dots as a PDF path, in points from the bottom left of a page of `height` points.
std::string dot_rectangle(double left, double top, double width, double height,
                          double page_height) {
  constexpr double points = 72.0 / 600;
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%.6f %.6f %.6f %.6f re\n", left * points,
                page_height - (top + height) * points, width * points, height * points);
  return text.data();
}

TEST(Placement, APdfPageKeepsTheOutermostRowsAndColumnsOfThePrintableArea) {
  for (const Paper& paper : papers) {
    SCOPED_TRACE(paper.model);
    const model::Options options{{"media", paper.media}, {"print-scaling", "none"}};
    const auto blank = sides_of(paper.model, options, make_pdf({{"/MediaBox[0 0 200 300]", ""}}));
    ASSERT_EQ(blank.size(), 1u);
    const twin::SideRecord& record = blank[0].record;
    const PageShape shape = blank[0].shape;
    const double width_points = record.width.v * 72 / 2540.0;
    const double height_points = record.height.v * 72 / 2540.0;
    const double left = dots(record.margins.left, record.resolution);
    const double top = dots(record.margins.top, record.resolution);
    const double w = shape.width, h = shape.height;
    // Lines a dot wide, a hair inside their dots.
    constexpr double hair = 0.05;
    const auto line = [&](double x, double y, double across, double down) {
      return dot_rectangle(left + x + hair, top + y + hair, across - 2 * hair, down - 2 * hair,
                           height_points);
    };
    const std::string contents =
        line(0, 0, w, 1) + line(0, h - 1, w, 1) + line(0, 0, 1, h) + line(w - 1, 0, 1, h) + "f";
    const auto sides = sides_of(paper.model, options,
                                make_pdf({{"/MediaBox[0 0 " + std::to_string(width_points) + " " +
                                               std::to_string(height_points) + "]",
                                           contents}}));
    ASSERT_EQ(sides.size(), 1u);
    ASSERT_EQ(sides[0].shape, shape);
    EXPECT_EQ(inked(sides[0]), (Extent{0, 0, shape.width, shape.height}));
    std::int64_t missing = 0;
    for (std::int32_t x = 0; x < shape.width; ++x)
      missing += (darkness(sides[0], x, 0) == 0) + (darkness(sides[0], x, shape.height - 1) == 0);
    for (std::int32_t y = 0; y < shape.height; ++y)
      missing += (darkness(sides[0], 0, y) == 0) + (darkness(sides[0], shape.width - 1, y) == 0);
    EXPECT_EQ(missing, 0);
    EXPECT_EQ(darkness(sides[0], shape.width / 2, shape.height / 2), 0);
  }
}

TEST(Placement, APageThatIsAllBlackIsAllBlack) {
  for (const Paper& paper : papers) {
    SCOPED_TRACE(paper.model);
    const auto sides = sides_of(paper.model, {{"media", paper.media}, {"print-scaling", "fill"}},
                                make_pdf({{"/MediaBox[0 0 288 432]", "-10 -10 400 600 re f"}}));
    ASSERT_EQ(sides.size(), 1u);
    std::int64_t white = 0;
    for (std::int32_t y = 0; y < sides[0].shape.height; ++y)
      for (std::int32_t x = 0; x < sides[0].shape.width; ++x)
        white += darkness(sides[0], x, y) == 0;
    EXPECT_EQ(white, 0);
  }
}

TEST(Placement, ABlankPageIsAllPaper) {
  for (const Paper& paper : papers) {
    SCOPED_TRACE(paper.model);
    const std::string box = "/MediaBox[0 0 288 432]";
    const auto sides = sides_of(paper.model, {{"media", paper.media}},
                                make_pdf({{box, ""}, {box, "72 72 72 72 re f"}, {box, ""}}));
    ASSERT_EQ(sides.size(), 3u);
    const Extent nothing{sides[0].shape.width, sides[0].shape.height, 0, 0};
    EXPECT_EQ(inked(sides[0]), nothing);
    EXPECT_NE(inked(sides[1]), nothing);
    EXPECT_EQ(inked(sides[2]), nothing);
  }
}

} // namespace
} // namespace platen::flow::test
