#include "scan/clean/bilevel.h"
#include "scan/clean/marks.h"
#include "scan/clean/sheet.h"
#include "scan/clean/straighten.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace platen::scan::cleaning {
namespace {

PageImage noise(PageShape shape) {
  PageImage page(shape, Dpi{300});
  std::mt19937 random(3);
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::byte& v : page.band().row(y))
      v = static_cast<std::byte>(random());
  return page;
}

bool equal(const PageImage& a, const PageImage& b) {
  if (a.shape() != b.shape()) return false;
  for (std::int32_t y = 0; y < a.height; ++y)
    if (!std::ranges::equal(a.band().row(y), b.band().row(y))) return false;
  return true;
}

TEST(Slopes, AreTheFormulas) {
  for (Slope slope = -steepest_slope; slope <= steepest_slope; slope += 7) {
    const Turn turn = to_turn(slope);
    const double angle = std::atan(slope / 65536.0);
    EXPECT_NEAR(static_cast<double>(turn.sine), std::sin(angle) * 65536, 2);
    EXPECT_NEAR(static_cast<double>(turn.cosine), std::cos(angle) * 65536, 2);
    EXPECT_NEAR(static_cast<double>(turn.half_tangent), std::tan(angle / 2) * 65536, 2);
  }
}

TEST(Straightened, WithoutATurnPixelsAreCopied) {
  const PageImage page = noise({70, 50, rgb8});
  EXPECT_TRUE(equal(straightened(page, 0, {0, 0, 70, 50}, {}), page));
  // Ten pixels off each side, then ten on: paper.
  const PageImage part = straightened(page, 0, {0, 0, 50, 30}, {});
  EXPECT_EQ(part.band().row(0)[0], page.band().row(10)[30]);
  const PageImage more = straightened(page, 0, {0, 0, 90, 70}, {1, 2, 3});
  EXPECT_EQ(more.band().row(0)[5], std::byte{3});
  EXPECT_EQ(more.band().row(10)[30], page.band().row(0)[0]);
}

// A disc stays where the formulas put it, at every angle and in both colour forms.
TEST(Straightened, PutsThingsWhereTheyBelong) {
  for (const PixelFormat format : {gray8, rgb8})
    for (const double degrees : {-10.0, -3.3, -0.2, 0.7, 5.0, 10.0}) {
      const double angle = degrees * 3.14159265358979 / 180;
      PageImage page({400, 500, format}, Dpi{300});
      const std::int32_t channels = format.channels();
      const double u = 90, v = -140; // on the straight page, from the middle
      const double x = 200 + u * std::cos(angle) - v * std::sin(angle);
      const double y = 250 + u * std::sin(angle) + v * std::cos(angle);
      for (std::int32_t py = 0; py < 500; ++py)
        for (std::int32_t px = 0; px < 400; ++px)
          for (std::int32_t c = 0; c < channels; ++c) {
            const double away = std::hypot(px + 0.5 - x, py + 0.5 - y);
            const double share = std::clamp(15.5 - away, 0.0, 1.0);
            page.band().samples<std::uint8_t>(py)[static_cast<std::size_t>(px * channels + c)] =
                static_cast<std::uint8_t>(240 - 200 * share);
          }
      const auto slope = static_cast<Slope>(std::lround(std::tan(angle) * 65536));
      const PageImage straight = straightened(page, slope, {0, 0, 400, 500}, {240, 240, 240});
      double sum = 0, sum_x = 0, sum_y = 0;
      for (std::int32_t py = 0; py < 500; ++py)
        for (std::int32_t px = 0; px < 400; ++px) {
          const int level = straight.band().samples<const std::uint8_t>(
              py)[static_cast<std::size_t>(px * channels)];
          EXPECT_LE(level, 255);
          if (level > 230) continue; // paper, and the filter's small waves
          sum += 240 - level;
          sum_x += (240 - level) * (px + 0.5);
          sum_y += (240 - level) * (py + 0.5);
        }
      EXPECT_NEAR(sum_x / sum, 200 + u, 0.05) << degrees;
      EXPECT_NEAR(sum_y / sum, 250 + v, 0.05) << degrees;
      // The corners come from beyond the picture.
      EXPECT_NEAR(std::to_integer<int>(straight.band().row(0)[0]), 240, 1);
    }
}

TEST(Turned, FourTimesAQuarterIsNoTurn) {
  for (const PixelFormat format : {gray8, rgb8, mask1})
    for (const auto& [width, height] : {std::pair{130, 70}, std::pair{1, 200}, std::pair{77, 9}}) {
      PageImage page = noise({width, height, format});
      if (format == mask1) // its spare bits are nobody's
        for (std::int32_t y = 0; y < height; ++y)
          if (width % 8 != 0)
            page.band().row(y).back() &= static_cast<std::byte>(0xFF << (8 - width % 8));
      const PageImage quarter = turned(page, 90);
      EXPECT_EQ(quarter.shape(), (PageShape{height, width, format}));
      EXPECT_TRUE(equal(turned(quarter, 90), turned(page, 180)));
      EXPECT_TRUE(equal(turned(turned(page, 180), 90), turned(page, 270)));
      EXPECT_TRUE(equal(turned(quarter, 270), page));
    }
}

TEST(Turned, ClockwiseTheTopLeftCornerGoesToTheRight) {
  const PageImage page = noise({3, 2, gray8});
  const PageImage quarter = turned(page, 90);
  EXPECT_EQ(quarter.band().row(0)[1], page.band().row(0)[0]);
  EXPECT_EQ(quarter.band().row(2)[1], page.band().row(0)[2]);
}

// A white lid, and a sheet on it whose lower edge is at row 140 of 200, with a line of a table
// drawn `above` it.
Plane lid_and_sheet(std::int32_t above) {
  Plane gray(200, 200, 250);
  for (std::int32_t y = 40; y < 140; ++y)
    for (std::int32_t x = 30; x < 170; ++x)
      gray.at(x, y) = y == 139 - above && x > 40 && x < 160 ? 90 : 232;
  return gray;
}

TEST(Sheets, EndBeforeALineThatIsPrintedCloseToTheirEdge) {
  for (const std::int32_t above : {2, 3, 4, 30}) {
    Cells cells;
    cells.gray = lid_and_sheet(above);
    const Sheet sheet = find_sheet(cells, true);
    ASSERT_TRUE(sheet.bottom) << above;
    EXPECT_NEAR(static_cast<double>(sheet.bottom->at) / slope_one, 140, 1) << above;
  }
}

TEST(Marks, AreWhatHangsTogether) {
  Plane mask(12, 6);
  const char* const drawn[] = {"#...##......", ".#...#...#.#", "..#......#.#",
                               ".........###", "............", "##.........#"};
  for (std::int32_t y = 0; y < 6; ++y)
    for (std::int32_t x = 0; x < 12; ++x)
      mask.at(x, y) = drawn[y][x] == '#' ? 1 : 0;
  const Marks found = find_marks(mask);
  ASSERT_EQ(found.marks.size(), 5u);
  EXPECT_EQ(found.marks[0].box, (PixelBox{0, 0, 3, 3})); // over the corners
  EXPECT_EQ(found.marks[0].area, 3);
  EXPECT_EQ(found.marks[1].box, (PixelBox{4, 0, 2, 2}));
  EXPECT_EQ(found.marks[2].box, (PixelBox{9, 1, 3, 3})); // a U is one
  EXPECT_EQ(found.marks[2].area, 7);
}

TEST(Bilevel, AGivenThresholdIsExact) {
  PageImage page({16, 1, gray8}, Dpi{300});
  for (std::size_t x = 0; x < 16; ++x)
    page.band().row(0)[x] = static_cast<std::byte>(x * 10);
  const PageImage mask = to_bilevel(page, 80);
  EXPECT_EQ(mask.band().row(0)[0], std::byte{0xFF});
  EXPECT_EQ(mask.band().row(0)[1], std::byte{0});
}

} // namespace
} // namespace platen::scan::cleaning
