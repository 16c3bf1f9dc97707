#pragma once

#include <bit>
#include <cstdint>

namespace platen::scan::cleaning {

// Angles are tangents in 1/65536, positive clockwise (rows are counted downwards): no floating
// point, whose last bits differ between machines, has a say in pixels.
using Slope = std::int32_t;
constexpr std::int64_t slope_one = 65536;

// tan(10 degrees) and tan(13 degrees): what is promised, and as far as is looked.
constexpr Slope slope_of_10_degrees = 11556, steepest_slope = 15130;
// tan(0.05 degrees). What is less is not worth the softness that each resampling costs.
constexpr Slope least_slope = 57;

// Rounded down.
constexpr std::int64_t square_root(std::int64_t v) {
  std::int64_t root = 0;
  for (std::int64_t bit = std::int64_t{1} << 31; bit > 0; bit >>= 1)
    if ((root + bit) <= v / (root + bit)) root += bit;
  return root;
}

// The same angle as sine, cosine and tangent of its half, in 1/65536, rounded down.
struct Turn {
  std::int64_t sine = 0, cosine = slope_one, half_tangent = 0;
};
constexpr Turn to_turn(Slope slope) {
  // sqrt(1 + t^2) in 1/2^16, from 2^32 + t^2 in 1/2^32.
  const std::int64_t secant = square_root(slope_one * slope_one + std::int64_t{slope} * slope);
  Turn turn;
  turn.cosine = slope_one * slope_one / secant;
  turn.sine = std::int64_t{slope} * slope_one / secant;
  // tan(a / 2) = sin(a) / (1 + cos(a))
  turn.half_tangent = turn.sine * slope_one / (slope_one + turn.cosine);
  return turn;
}

} // namespace platen::scan::cleaning
