#include "scan/text/worker/enlarged.h"

#include <algorithm>
#include <cstdint>

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

std::uint8_t at(const Buffer& gray, std::int32_t width, std::int32_t x, std::int32_t y) {
  return std::to_integer<std::uint8_t>(gray[static_cast<std::size_t>(y * width + x)]);
}

TEST(TwiceAsLarge, KeepsWhatIsEven) {
  for (const PageShape shape : {PageShape{1, 1, gray8}, PageShape{5, 1, gray8},
                                PageShape{1, 7, rgb8}, PageShape{9, 3, rgb8}}) {
    const Buffer page(shape.format.row_bytes(shape.width) * static_cast<std::size_t>(shape.height),
                      std::byte{131});
    const Buffer gray = twice_as_large(page.data(), shape);
    ASSERT_EQ(gray.size(), static_cast<std::size_t>(4 * shape.width * shape.height));
    EXPECT_TRUE(std::ranges::all_of(gray, [](std::byte one) { return one == std::byte{131}; }));
  }
}

TEST(TwiceAsLarge, GoesEvenlyFromOneSampleToTheNext) {
  const Buffer page{std::byte{0}, std::byte{200}, std::byte{0}, std::byte{200}};
  const Buffer gray = twice_as_large(page.data(), {2, 2, gray8});
  for (std::int32_t y = 0; y < 4; ++y) {
    EXPECT_EQ(at(gray, 4, 0, y), 0);
    EXPECT_EQ(at(gray, 4, 1, y), 50);
    EXPECT_EQ(at(gray, 4, 2, y), 150);
    EXPECT_EQ(at(gray, 4, 3, y), 200);
  }
}

TEST(TwiceAsLarge, GoesEvenlyDownThePage) {
  const Buffer page{std::byte{0}, std::byte{100}, std::byte{200}};
  const Buffer gray = twice_as_large(page.data(), {1, 3, gray8});
  const std::uint8_t expected[] = {0, 25, 75, 125, 175, 200};
  for (std::int32_t y = 0; y < 6; ++y)
    for (std::int32_t x = 0; x < 2; ++x)
      EXPECT_EQ(at(gray, 2, x, y), expected[y]) << y;
}

TEST(TwiceAsLarge, TakesInkAsBlack) {
  const Buffer page{std::byte{0x40}, std::byte{0}}; // ten bits: the second is ink
  const Buffer gray = twice_as_large(page.data(), {10, 1, mask1});
  EXPECT_EQ(at(gray, 20, 0, 0), 255);
  EXPECT_LT(at(gray, 20, 2, 0), 70);
  EXPECT_LT(at(gray, 20, 3, 1), 70);
  EXPECT_EQ(at(gray, 20, 19, 1), 255);
}

} // namespace
} // namespace platen::scan
