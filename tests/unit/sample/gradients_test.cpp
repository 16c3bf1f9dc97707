#include "sample/chart/gradients.h"

#include <gtest/gtest.h>

namespace platen::sample {
namespace {

class Gradient : public testing::TestWithParam<std::size_t> {};

TEST_P(Gradient, RisesWithEveryPixelAndFallsInNoChannel) {
  for (const int width : {300, 1350, 2100}) {
    const auto ramp = gradient(GetParam(), width);
    ASSERT_EQ(ramp.size(), static_cast<std::size_t>(width));
    for (std::size_t x = 1; x < ramp.size(); ++x) {
      const Rgb16 a = ramp[x - 1];
      const Rgb16 b = ramp[x];
      ASSERT_GT(b.r + b.g + b.b, a.r + a.g + a.b) << gradient_names[GetParam()] << " at " << x;
      ASSERT_TRUE(b.r >= a.r && b.g >= a.g && b.b >= a.b)
          << gradient_names[GetParam()] << " at " << x;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Gradient, testing::Range(std::size_t{0}, gradient_names.size()),
                         [](const auto& tested) {
                           return std::string(gradient_names[tested.param]);
                         });

TEST(NeutralGradient, StepsInAllThreeChannelsAtOnceFromBlackToWhite) {
  const auto ramp = gradient(0, 1350);
  EXPECT_EQ(ramp.front(), Rgb16{});
  EXPECT_EQ(ramp.back(), paper_white);
  for (std::size_t x = 1; x < ramp.size(); ++x) {
    ASSERT_GT(ramp[x].r, ramp[x - 1].r);
    ASSERT_TRUE(ramp[x].r == ramp[x].g && ramp[x].g == ramp[x].b);
  }
}

} // namespace
} // namespace platen::sample
