#include "image/image.h"

#include <gtest/gtest.h>

namespace platen {
namespace {

TEST(Image, RowsArePaddedAndAligned) {
  RowBuffer buffer(13, 4, rgb16);
  const Band band = buffer.band({10, 4});
  EXPECT_EQ(band.row_bytes(), 78u);
  for (int y = 10; y < 14; ++y) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(band.row(y).data()) % 64, 0u);
    EXPECT_EQ(band.samples<std::uint16_t>(y).size(), 39u);
  }
}

TEST(Image, OneBitRowsRoundUpToWholeBytes) {
  EXPECT_EQ(mask1.row_bytes(1), 1u);
  EXPECT_EQ(mask1.row_bytes(8), 1u);
  EXPECT_EQ(mask1.row_bytes(9), 2u);
}

TEST(Image, APartOfABandKeepsItsPageRows) {
  RowBuffer buffer(4, 8, gray8);
  const Band band = buffer.band({100, 8});
  const ConstBand part = band.sub({103, 2});
  EXPECT_EQ(part.row(103).data(), band.row(103).data());
  EXPECT_DEATH(static_cast<void>(part.row(105)), "internal error");
}

} // namespace
} // namespace platen
