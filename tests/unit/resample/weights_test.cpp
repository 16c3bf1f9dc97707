#include "resample/weights.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::resample {
namespace {

constexpr std::int32_t one = 1 << weight_bits;

std::int32_t sum_of(std::span<const std::int16_t> weights) {
  return std::accumulate(weights.begin(), weights.end(), std::int32_t{0});
}

// What output i makes of a source that is 0 before `edge` and 1 (= 16384) from there on.
std::int32_t step_response(const Weights& weights, std::size_t i, std::int32_t edge) {
  std::int32_t sum = 0;
  for (std::int32_t k = 0; k < weights.taps; ++k)
    if (weights.start[i] + k >= edge) sum += weights.of(i)[static_cast<std::size_t>(k)];
  return sum;
}

RC_GTEST_PROP(Weights, SumToExactlyOneAndStayInTheSource, ()) {
  const auto source = *rc::gen::inRange(1, 300);
  const auto destination = *rc::gen::inRange(1, 900);
  const auto kernel = *rc::gen::element(Kernel::spline36, Kernel::mitchell);
  const auto multiple = *rc::gen::element(2, 8);
  const Weights weights = make_weights(source, destination, 0, destination, kernel, multiple);
  RC_ASSERT(weights.taps % multiple == 0);
  for (std::size_t i = 0; i < weights.start.size(); ++i) {
    RC_ASSERT(sum_of(weights.of(i)) == one);
    RC_ASSERT(weights.start[i] >= (i == 0 ? 0 : weights.start[i - 1]));
    RC_ASSERT(weights.start[i] < source);
    for (std::int32_t k = source - weights.start[i]; k < weights.taps; ++k)
      RC_ASSERT(weights.of(i)[static_cast<std::size_t>(k)] == 0);
  }
}

RC_GTEST_PROP(Weights, OfAPartAreThoseOfTheWhole, ()) {
  const auto source = *rc::gen::inRange(1, 100);
  const auto destination = *rc::gen::inRange(1, 300);
  const auto first = *rc::gen::inRange(0, destination);
  const auto count = *rc::gen::inRange(1, destination - first + 1);
  const Weights whole = make_weights(source, destination, 0, destination, Kernel::spline36, 2);
  const Weights part = make_weights(source, destination, first, count, Kernel::spline36, 2);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
    for (std::int32_t edge = 0; edge <= source; ++edge)
      RC_ASSERT(step_response(part, i, edge) ==
                step_response(whole, i + static_cast<std::size_t>(first), edge));
}

TEST(Weights, OfEqualSizesAreTheIdentity) {
  for (const Kernel kernel : {Kernel::spline36, Kernel::mitchell}) {
    const Weights weights = make_weights(50, 50, 0, 50, kernel, 2);
    for (std::size_t i = 0; i < 50; ++i) {
      EXPECT_EQ(weights.start[i], static_cast<std::int32_t>(i));
      EXPECT_EQ(weights.of(i)[0], one);
    }
  }
}

TEST(Weights, CountEverySourceSample) {
  for (const auto& [source, destination] :
       {std::pair{1000, 7}, {1000, 333}, {1000, 999}, {1000, 1001}, {10, 1000}, {3, 2}, {2, 1}}) {
    const Weights weights = make_weights(source, destination, 0, destination, Kernel::spline36, 2);
    std::vector<std::int32_t> influence(static_cast<std::size_t>(source + weights.taps));
    for (std::size_t i = 0; i < weights.start.size(); ++i)
      for (std::size_t k = 0; k < static_cast<std::size_t>(weights.taps); ++k)
        influence[static_cast<std::size_t>(weights.start[i]) + k] += weights.of(i)[k];
    for (std::int32_t k = 0; k < source; ++k)
      EXPECT_GT(influence[static_cast<std::size_t>(k)], 0) << k << " of " << source;
  }
}

TEST(Weights, OvershootAnEdgeByNoMoreThanStated) {
  const std::pair<Kernel, double> bounds[] = {{Kernel::spline36, 0.108}, {Kernel::mitchell, 0.038}};
  for (const auto& [kernel, bound] : bounds)
    for (const auto& [source, destination] :
         {std::pair{40, 4001}, {40, 95}, {400, 150}, {400, 31}}) {
      const Weights weights = make_weights(source, destination, 0, destination, kernel, 2);
      for (std::size_t i = 0; i < weights.start.size(); ++i) {
        const std::int32_t value = step_response(weights, i, source / 2);
        EXPECT_LE(value, one * (1 + bound));
        EXPECT_GE(value, -one * bound);
      }
    }
}

TEST(Weights, KeepThePlaceOfThePicture) {
  // The centre of gravity of each output's weights is the output's own place in the source.
  const std::int32_t source = 64, destination = 151;
  const Weights weights = make_weights(source, destination, 0, destination, Kernel::spline36, 2);
  for (std::size_t i = 10; i + 10 < weights.start.size(); ++i) {
    double centre = 0;
    for (std::size_t k = 0; k < static_cast<std::size_t>(weights.taps); ++k)
      centre +=
          weights.of(i)[k] * static_cast<double>(static_cast<std::size_t>(weights.start[i]) + k);
    const double place = (static_cast<double>(i) + 0.5) * source / destination - 0.5;
    EXPECT_NEAR(centre / one, place, 0.03);
  }
}

TEST(Weights, ExistForTheLargestSizes) {
  const Weights shrunk = make_weights(65'500, 1, 0, 1, Kernel::spline36, 2);
  EXPECT_EQ(sum_of(shrunk.of(0)), one);
  const Weights grown = make_weights(2, 2'000'000'000, 1'999'999'990, 10, Kernel::spline36, 2);
  EXPECT_EQ(sum_of(grown.of(9)), one);
}

} // namespace
} // namespace platen::resample
