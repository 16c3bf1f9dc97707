#include "sample/chart/noise.h"

#include <array>
#include <cmath>

namespace platen::sample {
namespace {

// The finaliser of MurmurHash3 (Austin Appleby, public domain) over mixed coordinates.
std::uint32_t hash(std::int32_t x, std::int32_t y, std::uint32_t seed) {
  std::uint32_t h = static_cast<std::uint32_t>(x) * 0x9E3779B1U ^
                    static_cast<std::uint32_t>(y) * 0x85EBCA77U ^ seed * 0xC2B2AE3DU;
  h = (h ^ (h >> 16)) * 0x85EBCA6BU;
  h = (h ^ (h >> 13)) * 0xC2B2AE35U;
  return h ^ (h >> 16);
}

// The slope of one of eight directions at a grid point, times the way from it.
float slope(std::int32_t gx, std::int32_t gy, std::uint32_t seed, float dx, float dy) {
  constexpr float diagonal = 0.70710678F;
  struct Way {
    float x, y;
  };
  constexpr std::array<Way, 8> directions = {{{1, 0},
                                              {diagonal, diagonal},
                                              {0, 1},
                                              {-diagonal, diagonal},
                                              {-1, 0},
                                              {-diagonal, -diagonal},
                                              {0, -1},
                                              {diagonal, -diagonal}}};
  const Way& way = directions[hash(gx, gy, seed) >> 29];
  return way.x * dx + way.y * dy;
}

float ease(float t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

float between(float a, float b, float t) {
  return a + (b - a) * t;
}

} // namespace

float scatter(std::int32_t x, std::int32_t y, std::uint32_t seed) {
  return static_cast<float>(hash(x, y, seed) >> 8) / 16777216.0F;
}

float noise(float x, float y, std::uint32_t seed) {
  const float left = std::floor(x);
  const float top = std::floor(y);
  const auto gx = static_cast<std::int32_t>(left);
  const auto gy = static_cast<std::int32_t>(top);
  const float dx = x - left;
  const float dy = y - top;
  const float across = ease(dx);
  const float upper =
      between(slope(gx, gy, seed, dx, dy), slope(gx + 1, gy, seed, dx - 1, dy), across);
  const float lower = between(slope(gx, gy + 1, seed, dx, dy - 1),
                              slope(gx + 1, gy + 1, seed, dx - 1, dy - 1), across);
  return 1.5F * between(upper, lower, ease(dy));
}

float cloud_noise(float x, float y, int octaves, std::uint32_t seed) {
  float sum = 0;
  float height = 0.5F;
  for (int i = 0; i < octaves; ++i) {
    sum += height * noise(x, y, seed + static_cast<std::uint32_t>(i));
    // A turn between the octaves (the 3-4-5 triangle, times two) hides the grid.
    const float turned = 1.6F * x - 1.2F * y;
    y = 1.2F * x + 1.6F * y;
    x = turned;
    height *= 0.5F;
  }
  return sum;
}

} // namespace platen::sample
