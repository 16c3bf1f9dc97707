#include "calibration/curve.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace platen::calibration {
namespace {

// A laser engine: dots gain mechanically, most at half tone, and the paper spreads light among them
// (Yule and Nielsen's n).
struct Engine {
  double gain = 0.2, n = 1.7, paper = 0.82, solid = 0.035;

  double reflectance(double area) const {
    const double printed = area + 4 * gain * area * (1 - area);
    const double root = printed * std::pow(solid, 1 / n) + (1 - printed) * std::pow(paper, 1 / n);
    return std::pow(root, n);
  }
  double seen(double area) const { return (paper - reflectance(area)) / (paper - solid); }
};

Measurements measure(const Engine& engine) {
  Measurements measured;
  for (std::size_t i = 0; i < model::tone_steps; ++i)
    measured.reflectance[i] = engine.reflectance(static_cast<double>(i) / 20);
  return measured;
}

// The greatest difference between ink that is asked for, of 0 to 255, and what is seen of it.
double worst(const Engine& engine, const model::ToneAreas& areas) {
  const auto curve = model::full_curve(areas);
  double most = 0;
  for (std::size_t ink = 0; ink < 256; ++ink)
    most = std::max(most,
                    std::abs(engine.seen(curve[ink] / 65535.0) - static_cast<double>(ink) / 255));
  return most;
}

model::ToneAreas straight() {
  model::ToneAreas areas{};
  for (std::size_t i = 0; i < model::tone_steps; ++i)
    areas[i] = static_cast<std::int32_t>(50 * i);
  return areas;
}

TEST(Linearising, MakesTonesOfAnEngineStraightWithinAPerCent) {
  for (const double gain : {0.0, 0.08, 0.15, 0.2})
    for (const double n : {1.0, 1.4, 1.8, 2.0}) {
      const Engine engine{.gain = gain, .n = n};
      const double before = worst(engine, straight()),
                   after = worst(engine, linearising(measure(engine)));
      EXPECT_LT(after, 0.01) << gain << ' ' << n;
      EXPECT_TRUE(gain < 0.1 || before > 0.1) << "this engine needs no curve";
    }
}

TEST(Linearising, LeavesAStraightEngineAlone) {
  const auto areas = linearising(measure({.gain = 0, .n = 1}));
  for (std::size_t i = 0; i < model::tone_steps; ++i)
    EXPECT_NEAR(areas[i], static_cast<double>(50 * i), 1) << i;
}

TEST(Linearising, StaysInOrderUnderAMetersNoise) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> noise(-0.006, 0.006);
  for (int round = 0; round < 200; ++round) {
    const Engine engine;
    Measurements measured = measure(engine);
    for (double& r : measured.reflectance)
      r += noise(random);
    const auto areas = linearising(measured);
    EXPECT_EQ(areas.front(), 0);
    EXPECT_EQ(areas.back(), 1000);
    EXPECT_TRUE(std::ranges::is_sorted(areas));
    EXPECT_LT(worst(engine, areas), 0.03);
  }
}

TEST(Linearising, BearsPatchesThatCannotBeTold) {
  Measurements measured;
  measured.reflectance.fill(0.1);
  measured.reflectance.front() = 0.9; // everything but bare paper is solid
  const auto areas = linearising(measured);
  EXPECT_TRUE(std::ranges::is_sorted(areas));
  EXPECT_LE(areas[19], 50);
}

} // namespace
} // namespace platen::calibration
