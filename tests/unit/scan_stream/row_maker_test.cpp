#include "scan/stream/row_maker.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using Row = std::vector<std::uint8_t>;

struct Tone {
  int brightness = 0, contrast = 0, threshold = 128;
};
Row made(PixelFormat from, const Row& in, PixelFormat to, std::int32_t width, Tone tone = {}) {
  const auto from_width = static_cast<std::int32_t>(
      from == mask1 ? in.size() * 8 : in.size() / static_cast<std::size_t>(from.channels()));
  RowMaker maker(from, from_width, to, width, tone.brightness, tone.contrast, tone.threshold);
  Row out(to.row_bytes(width), 0xaa);
  maker.make(std::as_bytes(std::span(in)), std::as_writable_bytes(std::span(out)));
  return out;
}

TEST(RowMaker, LeavesRowsAsTheyAre) {
  const Row row{0, 1, 127, 128, 254, 255};
  EXPECT_EQ(made(gray8, row, gray8, 6), row);
  EXPECT_EQ(made(rgb8, row, rgb8, 2), row);
  EXPECT_EQ(made(mask1, {0xa5}, mask1, 8), Row{0xa5});
}

TEST(RowMaker, CutsAndFillsAtTheRight) {
  EXPECT_EQ(made(gray8, {1, 2, 3, 4}, gray8, 2), (Row{1, 2}));
  EXPECT_EQ(made(gray8, {1, 2}, gray8, 4), (Row{1, 2, 255, 255}));
  EXPECT_EQ(made(rgb8, {1, 2, 3}, rgb8, 2), (Row{1, 2, 3, 255, 255, 255}));
  EXPECT_EQ(made(gray8, {0}, mask1, 10), (Row{0x80, 0})); // white is no ink
}

TEST(RowMaker, MakesGrayOfColour) {
  EXPECT_EQ(made(rgb8, {0, 0, 0, 255, 255, 255}, gray8, 2), (Row{0, 255}));
  EXPECT_EQ(made(rgb8, {255, 0, 0, 0, 255, 0, 0, 0, 255}, gray8, 3), (Row{77, 149, 29}));
}

TEST(RowMaker, MakesBlackAndWhiteOfGray) {
  const Row row{0, 127, 128, 255, 100, 200, 0, 255, 0};
  EXPECT_EQ(made(gray8, row, mask1, 9), (Row{0b11001010, 0x80}));
  EXPECT_EQ(made(gray8, row, mask1, 9, {0, 0, 0}), (Row{0, 0}));
  EXPECT_EQ(made(gray8, row, mask1, 9, {0, 0, 255}), (Row{0b11101110, 0x80}));
  EXPECT_EQ(made(gray8, row, mask1, 9, {0, 0, 101}), (Row{0b10001010, 0x80}));
}

TEST(RowMaker, SurvivesADeviceThatGivesAnotherFormat) {
  EXPECT_EQ(made(gray8, {7, 9}, rgb8, 2), (Row{7, 7, 7, 9, 9, 9}));
  EXPECT_EQ(made(mask1, {0x80}, gray8, 2), (Row{0, 255}));
  EXPECT_EQ(made(mask1, {0x40}, rgb8, 2), (Row{255, 255, 255, 0, 0, 0}));
}

TEST(RowMaker, MovesTones) {
  const Row row{0, 64, 128, 192, 255};
  EXPECT_EQ(made(gray8, row, gray8, 5, {100, 0, 0}), (Row{128, 192, 255, 255, 255}));
  EXPECT_EQ(made(gray8, row, gray8, 5, {-100, 0, 0}), (Row{0, 0, 0, 64, 127}));
  EXPECT_EQ(made(gray8, row, gray8, 5, {0, -100, 0}), (Row{128, 128, 128, 128, 128}));
  EXPECT_EQ(made(gray8, row, gray8, 5, {0, 100, 0}), (Row{0, 0, 128, 255, 255}));
}

TEST(RowMaker, KeepsTheOrderOfTones) {
  Row all(256);
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<std::uint8_t>(i);
  for (int brightness = -100; brightness <= 100; brightness += 25)
    for (int contrast = -100; contrast <= 100; contrast += 25)
      EXPECT_TRUE(std::ranges::is_sorted(made(gray8, all, gray8, 256, {brightness, contrast, 0})));
}

} // namespace
} // namespace platen::scan
