#include "codec/exif.h"
#include "unit/codec/support.h"

#include <rapidcheck/gtest.h>

namespace platen::codec {
namespace {

TEST(Exif, ReadsOrientationAndResolutionInBothByteOrders) {
  for (const bool little : {true, false})
    for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
      const ExifFacts facts =
          read_exif(test::exif_block(little, orientation, 300, false, 1, "R98"));
      EXPECT_EQ(facts.orientation, orientation);
      EXPECT_EQ(facts.ppi_x, 300.0);
      EXPECT_EQ(facts.ppi_y, 300.0);
      EXPECT_FALSE(facts.adobe_rgb);
    }
}

TEST(Exif, ReadsResolutionInCentimetres) {
  EXPECT_NEAR(read_exif(test::exif_block(true, 1, 100, true, 1, "")).ppi_x.value(), 254.0, 1e-9);
}

TEST(Exif, KnowsAdobeRgbByColorSpaceTwoAndByR03ButNotWhereSrgbIsStated) {
  EXPECT_TRUE(read_exif(test::exif_block(true, 1, 72, false, 2, "")).adobe_rgb);
  EXPECT_TRUE(read_exif(test::exif_block(false, 1, 72, false, 0xffff, "R03")).adobe_rgb);
  EXPECT_FALSE(read_exif(test::exif_block(true, 1, 72, false, 0xffff, "R98")).adobe_rgb);
  EXPECT_FALSE(read_exif(test::exif_block(true, 1, 72, false, 1, "R03")).adobe_rgb);
}

TEST(Exif, AnImpossibleOrientationOrResolutionIsLeftOut) {
  const ExifFacts facts = read_exif(test::exif_block(true, 9, 0, false, 1, ""));
  EXPECT_EQ(facts.orientation, 1);
  EXPECT_FALSE(facts.ppi_x);
}

TEST(Exif, ABlockCutAnywhereGivesWhatCouldBeRead) {
  const Buffer whole = test::exif_block(true, 6, 300, false, 2, "R03");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const ExifFacts facts = read_exif(Bytes(whole).first(size));
    EXPECT_TRUE(facts.orientation == 1 || facts.orientation == 6);
  }
  EXPECT_EQ(read_exif(Bytes(whole).first(22)).orientation, 6);
}

RC_GTEST_PROP(Exif, ForeignBytesNeverGiveAnImpossibleFact, (std::vector<std::uint8_t> tail)) {
  Buffer block = test::exif_block(true, 1, 72, false, 1, "");
  for (std::size_t i = 0; i < tail.size(); ++i)
    block[8 + i % (block.size() - 8)] = std::byte{tail[i]};
  const ExifFacts facts = read_exif(block);
  RC_ASSERT(facts.orientation >= 1 && facts.orientation <= 8);
  const double ppi = facts.ppi_x.value_or(72.0);
  RC_ASSERT(ppi >= 1.0);
  RC_ASSERT(ppi <= 100'000.0);
}

} // namespace
} // namespace platen::codec
