#include "support/drawings.h"
#include "support/similarity.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::support {
namespace {

// The paper's formula for one window, written out: two plain loops in double precision.
double similarity_at(const GreyPage& a, const GreyPage& b, int left, int top) {
  const auto weigh = [](int dx, int dy) {
    return std::exp(-((dx - 5) * (dx - 5) + (dy - 5) * (dy - 5)) / (2 * 1.5 * 1.5));
  };
  double total = 0;
  double mean_a = 0;
  double mean_b = 0;
  for (int dy = 0; dy < 11; ++dy)
    for (int dx = 0; dx < 11; ++dx) {
      total += weigh(dx, dy);
      mean_a += weigh(dx, dy) * a.at(left + dx, top + dy);
      mean_b += weigh(dx, dy) * b.at(left + dx, top + dy);
    }
  mean_a /= total;
  mean_b /= total;
  double variance_a = 0;
  double variance_b = 0;
  double covariance = 0;
  for (int dy = 0; dy < 11; ++dy)
    for (int dx = 0; dx < 11; ++dx) {
      const double off_a = a.at(left + dx, top + dy) - mean_a;
      const double off_b = b.at(left + dx, top + dy) - mean_b;
      variance_a += weigh(dx, dy) / total * off_a * off_a;
      variance_b += weigh(dx, dy) / total * off_b * off_b;
      covariance += weigh(dx, dy) / total * off_a * off_b;
    }
  constexpr double c1 = 6.5025;
  constexpr double c2 = 58.5225;
  return (2 * mean_a * mean_b + c1) * (2 * covariance + c2) /
         ((mean_a * mean_a + mean_b * mean_b + c1) * (variance_a + variance_b + c2));
}

GreyPage random_page(int width, int height) {
  const auto count = static_cast<std::size_t>(width * height);
  const auto greys =
      *rc::gen::container<std::vector<std::uint8_t>>(count, rc::gen::arbitrary<std::uint8_t>());
  return {width, height, {greys.begin(), greys.end()}};
}

RC_GTEST_PROP(Similarity, IsTheMeanOfThePlainFormulaOverAllWindows, ()) {
  const GreyPage a = random_page(14, 13);
  const GreyPage b = random_page(14, 13);
  double sum = 0;
  for (int top = 0; top < 3; ++top)
    for (int left = 0; left < 4; ++left)
      sum += similarity_at(a, b, left, top);
  RC_ASSERT(std::abs(similarity(a, b).value().whole - sum / 12) < 2e-4);
}

TEST(Similarity, OfAPageWithItselfIsOne) {
  const GreyPage page = lined_page(160, 200);
  const auto alike = similarity(page, page).value();
  EXPECT_NEAR(alike.whole, 1, 1e-6);
  EXPECT_NEAR(alike.inked, 1, 1e-6);
}

TEST(Similarity, OfTwoBlankPagesIsOne) {
  const GreyPage blank{20, 30, std::vector<float>(600, 255)};
  EXPECT_EQ(similarity(blank, blank).value().inked, 1);
}

TEST(Similarity, FallsTheFurtherTextIsShifted) {
  const GreyPage page = lined_page(160, 200);
  double before = 1;
  for (const int shift : {1, 2, 4, 6}) {
    const double inked = similarity(page, lined_page(160, 200, shift)).value().inked;
    EXPECT_LT(inked, before - 0.05) << shift;
    before = inked;
  }
  EXPECT_LT(before, 0.1);
}

TEST(Similarity, OfInkedPartsSeesWhatPaperHides) {
  // One short line of text is missing on a large page.
  const GreyPage blank{600, 800, std::vector<float>(600 * 800, 255)};
  GreyPage page = blank;
  for (int y = 100; y < 110; ++y)
    for (int x = 100; x < 200; x += 2)
      page.pixels[static_cast<std::size_t>(y * 600 + x)] = 0;
  const auto alike = similarity(page, blank).value();
  EXPECT_GT(alike.whole, 0.98);
  EXPECT_LT(alike.inked, 0.3);
}

// For two even greys a and b the formula is (2ab + c1) / (a^2 + b^2 + c1), whatever the window.
TEST(Similarity, OfEvenGreysFollowsTheFormula) {
  const GreyPage dark{16, 16, std::vector<float>(256, 60)};
  const GreyPage light{16, 16, std::vector<float>(256, 180)};
  const double c1 = 2.55 * 2.55;
  EXPECT_NEAR(similarity(dark, light).value().whole,
              (2.0 * 60 * 180 + c1) / (60.0 * 60 + 180.0 * 180 + c1), 1e-4);
}

TEST(Similarity, OfAnInvertedTextureIsNegative) {
  GreyPage chequer{32, 32, {}};
  for (int i = 0; i < 32 * 32; ++i)
    chequer.pixels.push_back((i / 32 + i) % 2 == 0 ? 60.0F : 200.0F);
  GreyPage inverted = chequer;
  for (float& pixel : inverted.pixels)
    pixel = 260 - pixel;
  EXPECT_LT(similarity(chequer, inverted).value().whole, -0.9);
}

RC_GTEST_PROP(Similarity, IsSymmetricAndAtMostOne, ()) {
  const GreyPage a = random_page(13, 12);
  const GreyPage b = random_page(13, 12);
  const double ab = similarity(a, b).value().whole;
  RC_ASSERT(ab <= 1 + 1e-6);
  RC_ASSERT(std::abs(ab - similarity(b, a).value().whole) < 1e-5);
}

TEST(Similarity, RefusesOtherSizesAndTinyPages) {
  EXPECT_EQ(similarity(lined_page(40, 40), lined_page(40, 41)).error().code, Errc::invalid);
  EXPECT_EQ(similarity(lined_page(10, 40), lined_page(10, 40)).error().code, Errc::invalid);
}

} // namespace
} // namespace platen::support
