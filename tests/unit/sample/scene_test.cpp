#include "sample/chart/noise.h"
#include "sample/chart/scene.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::sample {
namespace {

TEST(Scene, HoldsDeepShadowsBrightLightsAndColoursBeyondSrgbAndClipsNothing) {
  constexpr int width = 240;
  constexpr int height = 160;
  const Scene scene(width, height);
  int shadows = 0;
  int lights = 0;
  int beyond = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Linear light = scene.at(x, y);
      ASSERT_TRUE(light.r >= 0 && light.r <= 1 && light.g >= 0 && light.g <= 1 && light.b >= 0 &&
                  light.b <= 1)
          << x << ' ' << y;
      const float mean = (light.r + light.g + light.b) / 3;
      shadows += mean < 0.02F ? 1 : 0;
      lights += mean > 0.65F ? 1 : 0;
      beyond += in_gamut(srgb_from_wide(light)) ? 0 : 1;
    }
  EXPECT_GT(shadows, width * height / 100);
  EXPECT_GT(lights, 20);
  EXPECT_GT(beyond, width * height / 200);
}

TEST(Scene, IsTheSameViewAtEverySize) {
  const Scene small(150, 100);
  const Scene large(450, 300);
  double apart = 0;
  for (int y = 0; y < 100; ++y)
    for (int x = 0; x < 150; ++x)
      apart += std::abs(small.at(x, y).g - large.at(3 * x + 1, 3 * y + 1).g);
  EXPECT_LT(apart / (150 * 100), 0.01);
}

RC_GTEST_PROP(Noise, StaysInItsRangeAndIsSmooth,
              (std::int16_t tx, std::int16_t ty, std::uint8_t seed)) {
  const float x = static_cast<float>(tx) / 100;
  const float y = static_cast<float>(ty) / 100;
  const float here = noise(x, y, seed);
  RC_ASSERT(here >= -1.1F && here <= 1.1F);
  RC_ASSERT(std::abs(noise(x + 0.01F, y, seed) - here) < 0.1F);
  RC_ASSERT(std::abs(noise(x, y + 0.01F, seed) - here) < 0.1F);
}

RC_GTEST_PROP(Noise, ScatterIsInZeroToOneAndRepeatable,
              (std::int32_t x, std::int32_t y, std::uint32_t seed)) {
  const float value = scatter(x, y, seed);
  RC_ASSERT(value >= 0 && value < 1);
  RC_ASSERT(value == scatter(x, y, seed));
}

} // namespace
} // namespace platen::sample
