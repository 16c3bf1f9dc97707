#include "sample/chart/sky.h"

#include "sample/chart/noise.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace platen::sample {
namespace {

constexpr float sun_y = 0.452F;
constexpr float sun_radius = 0.024F;

float distance_to_sun(float x, float y) {
  const float dx = x - sun_x;
  const float dy = y - sun_y;
  return std::sqrt(dx * dx + dy * dy);
}

Linear sun_disc(float x, float y) {
  const float distance = distance_to_sun(x, y);
  const Linear light =
      mix({3.4F, 2.1F, 0.62F}, {7.0F, 5.6F, 3.0F}, ramp(sun_radius, 0.25F * sun_radius, distance));
  return light * ramp(sun_radius + 0.0025F, sun_radius - 0.0025F, distance);
}

// From the horizon (0) to the zenith (1).
Linear clear_sky(float height) {
  struct Stop {
    float height;
    Linear light;
  };
  constexpr std::array<Stop, 6> stops = {{{0.00F, {0.86F, 0.33F, 0.045F}},
                                          {0.14F, {0.74F, 0.28F, 0.105F}},
                                          {0.32F, {0.46F, 0.24F, 0.25F}},
                                          {0.55F, {0.185F, 0.175F, 0.32F}},
                                          {0.80F, {0.045F, 0.090F, 0.265F}},
                                          {1.10F, {0.009F, 0.040F, 0.165F}}}};
  for (std::size_t i = 1; i < stops.size(); ++i)
    if (height < stops[i].height)
      return mix(stops[i - 1].light, stops[i].light,
                 ramp(stops[i - 1].height, stops[i].height, height));
  return stops.back().light;
}

// A flat layer of cloud seen in perspective, lit from below where it is near the sun.
Linear with_clouds(Linear air, float x, float y, float height) {
  const float far = 1 / (height + 0.16F);
  const float cx = (x - 0.24F) * far * 1.1F + 3.7F;
  const float cy = far * 2.1F;
  const float bend = cloud_noise(cx * 0.7F, cy * 0.7F, 2, 11);
  const float mass = cloud_noise(cx + bend * 0.9F, cy * 1.6F + bend, 6, 21);
  const float cover = ramp(-0.02F, 0.34F, mass) * ramp(0.02F, 0.12F, height) * 0.92F;
  if (cover <= 0) return air;
  const float dx = x - sun_x;
  const float dy = (y - sun_y) * 1.3F;
  const float near_sun = 1 / (1 + 4.2F * (dx * dx + dy * dy));
  const float thick = ramp(0.10F, 0.52F, mass);
  const Linear lit =
      mix(Linear{0.28F, 0.12F, 0.24F}, Linear{1.25F, 0.36F, 0.10F}, near_sun * near_sun);
  const Linear dark = mix(Linear{0.060F, 0.055F, 0.135F}, Linear{0.33F, 0.085F, 0.085F}, near_sun);
  return mix(air, mix(lit, dark, thick), cover);
}

} // namespace

Linear sunlight(float x, float y) {
  const float dx = (x - sun_x) * 0.8F;
  const float dy = (y - sun_y) * 1.25F;
  const float squared = dx * dx + dy * dy;
  const float wide = 1 / (1 + 22 * squared);
  const float narrow = 1 / (1 + 420 * squared);
  return Linear{0.62F, 0.16F, 0.010F} * (wide * wide) + Linear{1.30F, 0.80F, 0.24F} * narrow;
}

Linear sky(float x, float y) {
  const float height = std::max(0.0F, (horizon - y) / horizon);
  return with_clouds(clear_sky(height) + sunlight(x, y), x, y, height) + sun_disc(x, y);
}

} // namespace platen::sample
