#pragma once

#include <cstdint>

namespace platen::sample {

// Repeatable noise: the same numbers on every machine, since it is made of integers, sums and
// products. `seed` names a field; two fields with different seeds have nothing in common.

// Even in 0..1, for whole coordinates.
float scatter(std::int32_t x, std::int32_t y, std::uint32_t seed);
// Smooth hills of about unit width, roughly -1..1, 0 on average (gradient noise).
float noise(float x, float y, std::uint32_t seed);
// `octaves` noises, each twice as fine and half as high: clouds, slopes, ripples. Roughly -1..1.
float cloud_noise(float x, float y, int octaves, std::uint32_t seed);

// 0 below `from`, 1 above `to`, smooth between.
constexpr float ramp(float from, float to, float value) {
  const float t = (value - from) / (to - from);
  const float clipped = t < 0 ? 0 : t > 1 ? 1 : t;
  return clipped * clipped * (3 - 2 * clipped);
}

} // namespace platen::sample
