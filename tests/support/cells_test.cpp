#include "support/cells.h"
#include "support/drawings.h"

#include <gtest/gtest.h>

namespace platen::support {
namespace {

GreyPage paper(int width, int height) {
  return {
      width, height,
      std::vector<float>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255)};
}

void blacken(GreyPage& page, int left, int top, int size) {
  for (int y = top; y < top + size; ++y)
    for (int x = left; x < left + size; ++x)
      page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                  static_cast<std::size_t>(x)] = 0;
}

TEST(Cells, OfEqualPagesAreEqual) {
  const GreyPage page = lined_page(100, 90);
  EXPECT_EQ(largest_cell_difference(page, page, 6).value().ink, 0);
}

TEST(Cells, TellWhereAndHowMuchOneHasMore) {
  GreyPage other = paper(100, 90);
  blacken(other, 50, 42, 3);
  for (const bool turned : {false, true}) {
    const GreyPage page = paper(100, 90);
    const auto found =
        largest_cell_difference(turned ? other : page, turned ? page : other, 6).value();
    EXPECT_NEAR(found.ink, 9.0 / 36, 1e-9);
    EXPECT_LE(found.left, 50);
    EXPECT_GE(found.left + 6, 53);
    EXPECT_LE(found.top, 42);
    EXPECT_GE(found.top + 6, 45);
  }
}

TEST(Cells, ForgiveWhatLiesElsewhereInTheSquareOnly) {
  GreyPage first = paper(60, 60);
  GreyPage second = first;
  blacken(first, 12, 12, 1);
  blacken(second, 14, 14, 1);
  EXPECT_LT(largest_cell_difference(first, second, 6).value().ink, 0.03);
  blacken(second, 40, 40, 6);
  EXPECT_GT(largest_cell_difference(first, second, 6).value().ink, 0.5);
}

TEST(Cells, RefuseWhatCannotBeCompared) {
  const GreyPage page = paper(20, 20);
  EXPECT_FALSE(largest_cell_difference(page, paper(20, 21), 6));
  EXPECT_FALSE(largest_cell_difference(page, page, 21));
  EXPECT_FALSE(largest_cell_difference(page, page, 1));
}

} // namespace
} // namespace platen::support
