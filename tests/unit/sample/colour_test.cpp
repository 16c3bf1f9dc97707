#include "icc.h"
#include "sample/chart/colour.h"
#include "sample/chart/patches.h"
#include "sample/chart/profile.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::sample {
namespace {

double difference(const Transform& transform, Rgb16 colour, Lab wanted) {
  const cmsCIELab got = lab_of(transform, colour);
  const cmsCIELab want{wanted.l, wanted.a, wanted.b};
  return cmsCIE2000DeltaE(&got, &want, 1, 1, 1);
}

TEST(Colour, EveryPatchHasItsLabFiguresSaysLcms) {
  const Transform transform = to_lab(open_icc(wide_rgb_profile().value()));
  for (const Patch& patch : colour_patches)
    EXPECT_LT(difference(transform, encode_exactly(patch.lab), patch.lab), 0.03) << patch.name;
}

TEST(Colour, EveryPatchIsInsideTheGamut) {
  for (const Patch& patch : colour_patches)
    EXPECT_TRUE(in_gamut(wide_from_lab(patch.lab))) << patch.name;
}

TEST(Colour, SomePatchesAreBeyondSrgb) {
  const auto beyond = std::ranges::count_if(
      colour_patches, [](const Patch& patch) { return !in_gamut(srgb_from_lab(patch.lab)); });
  EXPECT_GE(beyond, 3);
}

TEST(Colour, GreysHaveTheirLightnessAndThreeEqualChannels) {
  const Transform transform = to_lab(open_icc(wide_rgb_profile().value()));
  for (int lightness = 0; lightness <= 100; ++lightness) {
    const Rgb16 grey = neutral(lightness);
    EXPECT_EQ(grey.r, grey.g);
    EXPECT_EQ(grey.g, grey.b);
    EXPECT_NEAR(lab_of(transform, grey).L, lightness, 0.02);
  }
  EXPECT_EQ(neutral(0), Rgb16{});
  EXPECT_EQ(neutral(100), paper_white);
}

TEST(Colour, WideAndSrgbAgreeOnOneColour) {
  for (const Patch& patch : colour_patches) {
    const Linear direct = srgb_from_lab(patch.lab);
    const Linear through = srgb_from_wide(wide_from_lab(patch.lab));
    EXPECT_NEAR(direct.r, through.r, 1e-5);
    EXPECT_NEAR(direct.g, through.g, 1e-5);
    EXPECT_NEAR(direct.b, through.b, 1e-5);
  }
}

TEST(Colour, TheTableStaysWithinOneCodeOfTheFormulaAndNeverFalls) {
  const Encoder encode;
  std::uint16_t before = 0;
  for (int i = 0; i <= 200'000; ++i) {
    const float light = static_cast<float>(i) / 200'000;
    const std::uint16_t code = encode.channel(light);
    ASSERT_LE(std::abs(code - encode_exactly(Linear{light, light, light}).r), 1) << light;
    ASSERT_GE(code, before) << light;
    before = code;
  }
  EXPECT_EQ(before, 65535);
}

RC_GTEST_PROP(Colour, LightOutsideTheRangeIsClipped, (std::int16_t thousandths)) {
  const float light = static_cast<float>(thousandths) / 1000;
  const std::uint16_t code = Encoder().channel(light);
  if (light <= 0) RC_ASSERT(code == 0);
  if (light >= 1) RC_ASSERT(code == 65535);
}

} // namespace
} // namespace platen::sample
