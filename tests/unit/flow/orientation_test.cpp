#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <gtest/gtest.h>

// Which way up a page stands on the sheet. Corners are counted clockwise from the top left.
namespace platen::flow::test {
namespace {

using render::testing_support::make_pdf;

using Colour = std::array<int, 3>;
constexpr std::array<Colour, 4> corner_colours{Colour{255, 0, 0}, Colour{0, 255, 0},
                                               Colour{0, 0, 0}, Colour{0, 0, 255}};

int corner_of(std::int32_t x, std::int32_t y, std::int32_t width, std::int32_t height) {
  const bool right = 2 * x >= width;
  return 2 * y >= height ? (right ? 2 : 3) : (right ? 1 : 0);
}

// The colour corner (0..3) that is seen at each corner of what was printed; -1 for none of them.
std::array<int, 4> corners_seen(const TappedSide& side) {
  const Extent all = inked(side);
  std::array<int, 4> seen{};
  for (std::size_t corner = 0; corner < 4; ++corner) {
    const bool right = corner == 1 || corner == 2;
    const bool low = corner >= 2;
    const std::int32_t x = all.left + all.width() * (right ? 3 : 1) / 4;
    const std::int32_t y = all.top + all.height() * (low ? 3 : 1) / 4;
    const std::byte* pixel =
        side.pixels.data() +
        static_cast<std::size_t>(y) * side.shape.format.row_bytes(side.shape.width) + x * 3;
    seen[corner] = -1;
    for (std::size_t i = 0; i < 4; ++i) {
      bool same = true;
      for (std::size_t c = 0; c < 3; ++c)
        same = same && std::abs(std::to_integer<int>(pixel[c]) - corner_colours[i][c]) < 60;
      if (same) seen[corner] = static_cast<int>(i);
    }
  }
  return seen;
}

void paint_corner(Picture& picture, std::int32_t x, std::int32_t y, int corner) {
  for (std::size_t c = 0; c < 3; ++c)
    picture.at(x, y)[c] =
        static_cast<std::uint8_t>(corner_colours[static_cast<std::size_t>(corner)][c]);
}

Picture cornered(std::int32_t width, std::int32_t height) {
  Picture picture(width, height, 3);
  for (std::int32_t y = 0; y < height; ++y)
    for (std::int32_t x = 0; x < width; ++x)
      paint_corner(picture, x, y, corner_of(x, y, width, height));
  return picture;
}

const model::Options fitted{{"media", "na_index-4x6_4x6in"},
                            {"media-type", "stationery"},
                            {"printer-resolution", "300dpi"},
                            {"print-scaling", "fit"}};

// EXIF 2.3, tag 0x0112: where the stored row 0 and column 0 are in the upright picture.
TEST(Orientation, EveryExifOrientationStandsUpright) {
  constexpr std::int32_t width = 96, height = 160; // upright
  for (std::int32_t orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const bool turned = orientation >= 5;
    Picture stored(turned ? height : width, turned ? width : height, 3);
    for (std::int32_t row = 0; row < stored.height; ++row)
      for (std::int32_t column = 0; column < stored.width; ++column) {
        const bool row0_far =
            turned ? orientation == 6 || orientation == 7 : orientation == 3 || orientation == 4;
        const bool column0_far =
            turned ? orientation == 7 || orientation == 8 : orientation == 2 || orientation == 3;
        const std::int32_t along_row = row0_far ? stored.height - 1 - row : row;
        const std::int32_t along_column = column0_far ? stored.width - 1 - column : column;
        const std::int32_t x = turned ? along_row : along_column;
        const std::int32_t y = turned ? along_column : along_row;
        paint_corner(stored, column, row, corner_of(x, y, width, height));
      }
    const auto sides = sides_of("canon-pro-1000", fitted, jpeg(stored, 100, orientation));
    ASSERT_EQ(sides.size(), 1u);
    EXPECT_EQ(corners_seen(sides[0]), (std::array{0, 1, 2, 3}));
    EXPECT_GT(inked(sides[0]).height(), inked(sides[0]).width());
  }
}

struct Turn {
  std::string orientation;
  std::array<int, 4> wide_page; // what a wide page's corners become, clockwise from the top left
};
// RFC 8011, section 5.2.10: landscape is the page turned counter-clockwise by 90 degrees.
const std::array turns{Turn{"", {1, 2, 3, 0}}, Turn{"portrait", {0, 1, 2, 3}},
                       Turn{"landscape", {1, 2, 3, 0}}, Turn{"reverse-landscape", {3, 0, 1, 2}},
                       Turn{"reverse-portrait", {2, 3, 0, 1}}};

model::Options turned_options(const Turn& turn) {
  model::Options options = fitted;
  if (!turn.orientation.empty()) options.emplace_back("orientation-requested", turn.orientation);
  return options;
}

TEST(Orientation, AWidePictureIsTurnedAsAsked) {
  for (const Turn& turn : turns) {
    SCOPED_TRACE(turn.orientation);
    const auto sides =
        sides_of("canon-pro-1000", turned_options(turn), png(cornered(160, 96), 100));
    ASSERT_EQ(sides.size(), 1u);
    EXPECT_EQ(corners_seen(sides[0]), turn.wide_page);
  }
}

TEST(Orientation, AWidePdfPageIsTurnedAsAsked) {
  const std::string contents = "1 0 0 rg 0 100 150 100 re f 0 1 0 rg 150 100 150 100 re f "
                               "0 0 1 rg 0 0 150 100 re f 0 0 0 rg 150 0 150 100 re f";
  for (const Turn& turn : turns) {
    SCOPED_TRACE(turn.orientation);
    const auto sides = sides_of("canon-pro-1000", turned_options(turn),
                                make_pdf({{"/MediaBox[0 0 300 200]", contents}}));
    ASSERT_EQ(sides.size(), 1u);
    EXPECT_EQ(corners_seen(sides[0]), turn.wide_page);
  }
}

TEST(Orientation, AWidePageIsTurnedAsAskedOnAOneBitEngineToo) {
  // The four corners from black to nearly white, clockwise from the top left, in a frame.
  constexpr std::array<int, 4> gray{0, 90, 170, 235};
  Picture picture(300, 200, 1, 0);
  for (std::int32_t y = 2; y < 198; ++y)
    for (std::int32_t x = 2; x < 298; ++x)
      picture.at(x, y)[0] = static_cast<std::uint8_t>(
          gray[static_cast<std::size_t>(corner_of(x, y, picture.width, picture.height))]);
  const std::string pdf =
      make_pdf({{"/MediaBox[0 0 300 200]",
                 "0 g 0 100 150 100 re f .35 g 150 100 150 100 re f .67 g 150 0 150 100 re f "
                 ".92 g 0 0 150 100 re f 0 G 2 w 1 1 298 198 re S"}});
  for (const std::string& document : {png(picture, 100), pdf})
    for (const Turn& turn : turns) {
      SCOPED_TRACE(turn.orientation + (document == pdf ? " PDF" : " picture"));
      model::Options options{{"media", "na_monarch_3.875x7.5in"}, {"print-scaling", "fit"}};
      if (!turn.orientation.empty())
        options.emplace_back("orientation-requested", turn.orientation);
      const auto sides = sides_of("canon-ir1024", options, document);
      ASSERT_EQ(sides.size(), 1u);
      const Extent all = inked(sides[0]);
      std::array<double, 4> ink{};
      for (std::int32_t y = all.top; y < all.bottom; ++y)
        for (std::int32_t x = all.left; x < all.right; ++x)
          ink[static_cast<std::size_t>(
              corner_of(x - all.left, y - all.top, all.width(), all.height()))] +=
              darkness(sides[0], x, y) / 255.0;
      std::array<int, 4> seen{};
      for (std::size_t i = 0; i < 4; ++i)
        seen[i] = static_cast<int>(
            std::count_if(ink.begin(), ink.end(), [&](double other) { return other > ink[i]; }));
      EXPECT_EQ(seen, turn.wide_page);
    }
}

TEST(Orientation, AWidePhotographByExifIsTurnedOnTheSheet) {
  // Stored upright as a high picture whose row 0 is the right edge (orientation 6): seen wide.
  constexpr std::int32_t width = 160, height = 96;
  Picture stored(height, width, 3);
  for (std::int32_t row = 0; row < stored.height; ++row)
    for (std::int32_t column = 0; column < stored.width; ++column)
      paint_corner(stored, column, row, corner_of(width - 1 - row, column, width, height));
  const auto sides = sides_of("canon-pro-1000", fitted, jpeg(stored, 100, 6));
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(corners_seen(sides[0]), (std::array{1, 2, 3, 0}));
}

} // namespace
} // namespace platen::flow::test
