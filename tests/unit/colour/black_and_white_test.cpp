#include "colour/black_and_white.h"
#include "colour/evaluate.h"
#include "colour/prepared_table.h"
#include "unit/pipeline/every_target.h"

#include <cmath>
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>
#include <lcms2.h>
#include <rapidcheck/gtest.h>

namespace platen::colour {
namespace {

using model::BlackAndWhite;
using model::Toning;

// All 65,536 grays through the table: three channels each.
std::vector<std::uint16_t> gray_ramp(const BlackAndWhite& wanted) {
  std::vector<std::uint16_t> in, out(3 * 65536);
  for (std::int32_t v = 0; v < 65536; ++v)
    in.insert(in.end(), 3, static_cast<std::uint16_t>(v));
  evaluate(prepare(black_and_white_table(wanted)), in, out);
  return out;
}

BlackAndWhite toned(Toning toning) {
  model::BlackAndWhiteOptions options;
  options.toning = toning;
  return *model::black_and_white(options);
}

model::Tint any_tint() {
  return {*rc::gen::inRange(0, 360), *rc::gen::inRange(0, 101)};
}

BlackAndWhite any_black_and_white() {
  BlackAndWhite wanted;
  const auto red = *rc::gen::inRange(0, 101);
  const auto green = *rc::gen::inRange(0, 101 - red);
  wanted.mix = {red, green, 100 - red - green};
  wanted.shadows = any_tint();
  wanted.middle = any_tint();
  wanted.highlights = any_tint();
  if (*rc::gen::arbitrary<bool>()) {
    const auto in = *rc::gen::inRange(1, 100);
    const auto out = *rc::gen::inRange(0, 101);
    wanted.curve = {{0, 0}, {in, out}, {100, 100}};
  }
  return wanted;
}

TEST(BlackAndWhite, TablesKeepThePromisesOfEveryTable) {
  for (const Toning toning :
       {Toning::neutral, Toning::warm, Toning::cool, Toning::sepia, Toning::split})
    EXPECT_TRUE(check(black_and_white_table(toned(toning))));
}

RC_GTEST_PROP(BlackAndWhite, NeverFallsOverAll65536GraysAndKeepsBlackAndWhite, ()) {
  const BlackAndWhite wanted = any_black_and_white();
  RC_ASSERT(check(black_and_white_table(wanted)).has_value());
  const auto ramp = gray_ramp(wanted);
  for (std::size_t i = 3; i < ramp.size(); ++i)
    RC_ASSERT(ramp[i] >= ramp[i - 3]);
  for (std::size_t c = 0; c < 3; ++c) {
    RC_ASSERT(ramp[c] == 0);
    RC_ASSERT(ramp[3 * 65535 + c] == 65535);
  }
}

TEST(BlackAndWhite, NeutralIsNeutralToTheBitWhateverGoesIn) {
  const PreparedTable table = prepare(black_and_white_table(toned(Toning::neutral)));
  std::mt19937 random(3);
  std::vector<std::uint16_t> in(30'000), out(30'000);
  for (auto& v : in)
    v = static_cast<std::uint16_t>(random());
  evaluate(table, in, out);
  for (std::size_t i = 0; i < out.size(); i += 3) {
    ASSERT_EQ(out[i], out[i + 1]);
    ASSERT_EQ(out[i], out[i + 2]);
  }
}

TEST(BlackAndWhite, NeutralLeavesGrayAsItIs) {
  const auto ramp = gray_ramp(toned(Toning::neutral));
  for (std::int32_t v = 0; v < 65536; ++v)
    ASSERT_LE(std::abs(ramp[3 * static_cast<std::size_t>(v)] - v), 3) << v;
}

TEST(BlackAndWhite, RampsAreSmooth) {
  // A step of the ramp is never much larger than the steps around it are on average.
  for (const Toning toning :
       {Toning::neutral, Toning::warm, Toning::cool, Toning::sepia, Toning::split}) {
    const auto ramp = gray_ramp(toned(toning));
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t v = 64; v + 64 < 65536; ++v) {
        const double around = (ramp[3 * (v + 64) + c] - ramp[3 * (v - 64) + c]) / 128.0;
        ASSERT_LE(ramp[3 * (v + 1) + c] - ramp[3 * v + c], around + 3) << v;
      }
  }
}

struct Lab {
  double l = 0, a = 0, b = 0;
};
// The referee: lcms2's own sRGB and Lab.
Lab lab_of(const std::uint16_t* rgb) {
  static const cmsHTRANSFORM transform = [] {
    const cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab4Profile(nullptr);
    const cmsHTRANSFORM made = cmsCreateTransform(srgb, TYPE_RGB_16, lab, TYPE_Lab_DBL,
                                                  INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
    cmsCloseProfile(srgb);
    cmsCloseProfile(lab);
    return made;
  }();
  Lab result;
  cmsDoTransform(transform, rgb, &result, 1);
  return result;
}

TEST(BlackAndWhite, TintsHaveTheHueAndTheStrengthThatWereAskedFor) {
  for (const std::int32_t hue : {0, 45, 90, 180, 250, 300}) {
    BlackAndWhite wanted;
    wanted.shadows = wanted.middle = wanted.highlights = {hue, 40};
    const auto ramp = gray_ramp(wanted);
    for (const std::size_t v : {20'000U, 32'768U, 45'000U}) {
      const Lab lab = lab_of(ramp.data() + 3 * v);
      EXPECT_NEAR(std::hypot(lab.a, lab.b), 12, 1.2) << hue;
      const double angle = std::atan2(lab.b, lab.a) * 180 / M_PI;
      EXPECT_NEAR(std::remainder(angle - hue, 360), 0, 5) << hue;
      const std::vector<std::uint16_t> gray(3, static_cast<std::uint16_t>(v));
      EXPECT_NEAR(lab.l, lab_of(gray.data()).l, 0.3) << "tints do not change lightness";
    }
  }
}

TEST(BlackAndWhite, SplitToningTintsShadowsAndHighlightsApart) {
  const auto ramp = gray_ramp(toned(Toning::split));
  EXPECT_LT(lab_of(ramp.data() + 3 * 15'000).b, -3) << "shadows are blue";
  EXPECT_GT(lab_of(ramp.data() + 3 * 50'000).b, 3) << "highlights are yellow";
}

TEST(BlackAndWhite, MixesLight) {
  BlackAndWhite wanted;
  wanted.mix = {100, 0, 0};
  const PreparedTable table = prepare(black_and_white_table(wanted));
  const std::vector<std::uint16_t> in{65535, 0, 0, 0, 65535, 65535};
  std::vector<std::uint16_t> out(6);
  evaluate(table, in, out);
  EXPECT_EQ(out, (std::vector<std::uint16_t>{65535, 65535, 65535, 0, 0, 0}));
}

TEST(BlackAndWhite, CurvesGoThroughTheirPoints) {
  BlackAndWhite wanted;
  wanted.curve = {{0, 0}, {25, 40}, {60, 70}, {100, 100}};
  const auto ramp = gray_ramp(wanted);
  for (const auto& [in, out] : {std::pair{25.0, 40.0}, {60.0, 70.0}}) {
    std::size_t v = 0; // the gray of that lightness
    for (std::vector<std::uint16_t> gray(3); v < 65535; ++v) {
      gray.assign(3, static_cast<std::uint16_t>(v));
      if (lab_of(gray.data()).l >= in) break;
    }
    EXPECT_NEAR(lab_of(ramp.data() + 3 * v).l, out, 0.2);
  }
}

TEST(BlackAndWhite, IsEqualOnEveryTarget) {
  const ColourTable table = black_and_white_table(toned(Toning::split));
  const PreparedTable prepared = prepare(table);
  std::mt19937 random(4);
  std::vector<std::uint16_t> in(3 * 997), expected(in.size());
  for (auto& v : in)
    v = static_cast<std::uint16_t>(random());
  reference::evaluate(table, in, expected);
  test::on_every_target([&] {
    std::vector<std::uint16_t> out(in.size());
    evaluate(prepared, in, out);
    ASSERT_EQ(out, expected);
  });
}

} // namespace
} // namespace platen::colour
