#include "sample/chart/scene.h"

#include "sample/chart/noise.h"

#include <algorithm>
#include <cmath>

namespace platen::sample {
namespace {

// Places are measured in heights of the picture: y = 0 at the top, 1 at the bottom; x = 0 in the
// middle.
constexpr float horizon = 0.62F;
constexpr float sun_x = 0.24F;
constexpr float sun_y = 0.525F;
constexpr float sun_radius = 0.026F;

// Everything that lies between the eye and the sun shows it: a wide warm veil and a narrow bright
// one.
Linear sunlight(float x, float y) {
  const float dx = (x - sun_x) * 0.8F;
  const float dy = (y - sun_y) * 1.25F;
  const float distance = std::sqrt(dx * dx + dy * dy);
  const float wide = 1 / (1 + 22 * distance * distance);
  const float narrow = 1 / (1 + 420 * distance * distance);
  return Linear{0.46F, 0.15F, 0.03F} * (wide * wide) + Linear{0.85F, 0.50F, 0.16F} * narrow;
}

Linear sun_disc(float x, float y) {
  const float dx = x - sun_x;
  const float dy = y - sun_y;
  const float distance = std::sqrt(dx * dx + dy * dy);
  return Linear{2.4F, 1.9F, 1.1F} * ramp(sun_radius + 0.0025F, sun_radius - 0.0025F, distance);
}

// From the horizon (0) to the zenith (1).
Linear clear_sky(float height) {
  struct Stop {
    float height;
    Linear light;
  };
  constexpr Stop stops[] = {{0.00F, {0.88F, 0.40F, 0.13F}},   {0.14F, {0.74F, 0.34F, 0.20F}},
                            {0.32F, {0.46F, 0.27F, 0.30F}},   {0.55F, {0.20F, 0.19F, 0.34F}},
                            {0.80F, {0.075F, 0.105F, 0.27F}}, {1.10F, {0.030F, 0.050F, 0.17F}}};
  for (std::size_t i = 1; i < std::size(stops); ++i)
    if (height < stops[i].height)
      return mix(stops[i - 1].light, stops[i].light,
                 ramp(stops[i - 1].height, stops[i].height, height));
  return stops[std::size(stops) - 1].light;
}

// A flat layer of cloud seen in perspective, lit from below where it is near the sun.
Linear with_clouds(Linear sky, float x, float y, float height) {
  const float far = 1 / (height + 0.16F);
  const float cx = (x - sun_x) * far * 1.1F + 3.7F;
  const float cy = far * 2.1F;
  const float bend = cloud_noise(cx * 0.7F, cy * 0.7F, 2, 11);
  const float mass = cloud_noise(cx + bend * 0.9F, cy * 1.6F + bend, 6, 21);
  const float cover = ramp(-0.02F, 0.34F, mass) * ramp(0.02F, 0.12F, height) * 0.92F;
  if (cover <= 0) return sky;
  const float dx = x - sun_x;
  const float dy = (y - sun_y) * 1.3F;
  const float near_sun = 1 / (1 + 5.0F * (dx * dx + dy * dy));
  const float thick = ramp(0.10F, 0.52F, mass);
  const Linear lit =
      mix(Linear{0.30F, 0.15F, 0.26F}, Linear{1.10F, 0.40F, 0.17F}, near_sun * near_sun);
  const Linear dark = mix(Linear{0.075F, 0.070F, 0.15F}, Linear{0.34F, 0.115F, 0.12F}, near_sun);
  return mix(sky, mix(lit, dark, thick), cover);
}

Linear sky(float x, float y) {
  const float height = std::max(0.0F, (horizon - y) / horizon);
  const Linear air = clear_sky(height) + sunlight(x, y);
  return with_clouds(air, x, y, height) + sun_disc(x, y);
}

// Film's answer to light: straight in the shadows, a soft shoulder instead of a hard white.
float film(float light) {
  constexpr float knee = 0.55F;
  if (light <= knee) return std::max(light, 0.0F);
  const float over = (light - knee) / (1 - knee);
  return knee + (1 - knee) * over / (1 + over);
}

struct Ridge {
  float base;      // the outline's mean height over the horizon
  float swing;     // how far it rises and falls
  float breadth;   // hills per picture height
  Linear shade;    // its colour without air before it
  float haze;      // how much of the air's glow lies before it
  float roughness; // fine outline: rocks, tree tops
};
constexpr std::array<Ridge, 5> ridge_table = {{
    {0.105F, 0.085F, 1.3F, {0.16F, 0.095F, 0.15F}, 0.62F, 0.004F},
    {0.066F, 0.060F, 1.9F, {0.095F, 0.060F, 0.105F}, 0.42F, 0.004F},
    {0.038F, 0.042F, 2.4F, {0.050F, 0.036F, 0.064F}, 0.25F, 0.004F},
    {0.016F, 0.026F, 3.1F, {0.020F, 0.020F, 0.032F}, 0.11F, 0.005F},
    {0.004F, 0.012F, 4.2F, {0.0075F, 0.010F, 0.012F}, 0.03F, 0.005F},
}};

// The outline of one spruce: a narrow triangle with drooping tiers. `t` = 0 at its foot's edge, 1
// at the top.
float spruce(float from_trunk, float height) {
  const float t = 1 - std::abs(from_trunk) / (height * 0.21F);
  if (t <= 0) return 0;
  const float tier = t * 9 - std::floor(t * 9);
  return height * std::max(0.0F, t - 0.07F * (1 - tier));
}

// The wood on the near shore: the tallest tree over each place.
float forest(float x) {
  constexpr float spacing = 0.012F;
  const auto first = static_cast<std::int32_t>(std::floor(x / spacing));
  float top = 0;
  for (std::int32_t i = first - 2; i <= first + 2; ++i) {
    const float trunk = (static_cast<float>(i) + 0.9F * scatter(i, 0, 71)) * spacing;
    const float grove =
        ramp(-0.28F, 0.30F, noise(trunk * 2.6F, 0.5F, 73) + 0.85F * ramp(-0.1F, -0.75F, trunk));
    const float height = (0.010F + 0.062F * grove) * (0.55F + 0.45F * scatter(i, 1, 72));
    top = std::max(top, spruce(x - trunk, height));
  }
  return top;
}

} // namespace

Scene::Scene(int width, int height)
    : scale_(1.0F / static_cast<float>(height)),
      left_(-0.5F * static_cast<float>(width) / static_cast<float>(height)), width_(width) {
  for (std::size_t r = 0; r < ridges; ++r)
    for (int column = 0; column < width; ++column)
      crests_[r].push_back(crest(r, left_ + (static_cast<float>(column) + 0.5F) * scale_));
}

float Scene::crest(std::size_t r, float x) const {
  const Ridge& ridge = ridge_table[r];
  const auto seed = static_cast<std::uint32_t>(100 + 10 * r);
  const float hills = 1 - std::abs(1.6F * noise(x * ridge.breadth + 5, 0.3F, seed));
  const float rolling = cloud_noise(x * ridge.breadth * 2, 0.7F, 4, seed + 1);
  const float fine = cloud_noise(x * 60, 0.1F, 3, seed + 5) * ridge.roughness;
  const float height = ridge.base + ridge.swing * (0.45F * hills + 0.75F * rolling) + fine;
  return std::max(0.0F, height) + (r == ridges - 1 ? forest(x) : 0);
}

Linear Scene::land(std::size_t r, float x, float y, float crest_y) const {
  const Ridge& ridge = ridge_table[r];
  const float grain =
      cloud_noise(x * 38, y * 90, 3, static_cast<std::uint32_t>(300 + r)) * 0.55F + 0.9F;
  const float depth = ramp(0.0F, 0.10F, y - crest_y); // mist gathers at the foot of a slope
  const Linear glow = sunlight(x, y) * 0.75F + Linear{0.22F, 0.11F, 0.12F};
  return ridge.shade * grain + glow * (ridge.haze * (0.55F + 0.65F * depth));
}

Linear Scene::above_water(float x, float y) const {
  const float column =
      std::clamp((x - left_) / scale_ - 0.5F, 0.0F, static_cast<float>(width_ - 1));
  const auto index = static_cast<std::size_t>(column);
  const std::size_t next = std::min(index + 1, static_cast<std::size_t>(width_ - 1));
  const float part = column - static_cast<float>(index);
  Linear light{};
  bool open = true;
  for (std::size_t r = ridges; r-- > 0 && open;) {
    const float rise = crests_[r][index] + (crests_[r][next] - crests_[r][index]) * part;
    const float crest_y = horizon - rise;
    if (y < crest_y - 0.5F * scale_) continue;
    light = land(r, x, y, crest_y);
    open = false;
  }
  return open ? sky(x, y) : light;
}

// A mirror that ripples bend: the more, the nearer they are.
Linear Scene::water(float x, float y) const {
  const float below = y - horizon;
  const float far = 1 / (below + 0.018F);
  const float u = x * far * 1.5F;
  const float v = far * 6.0F;
  const float swell = cloud_noise(u * 0.55F + 9, v * 1.3F, 3, 41);
  const float ripple = cloud_noise(u * 2.2F, v * 3.9F, 3, 51);
  const float bend = swell * 0.6F + ripple * 0.4F;
  const float reach = ramp(0.0F, 0.30F, below);
  const float mirror_y =
      horizon - below * (1.12F + 0.55F * bend * reach) - 0.05F * bend * reach - 0.002F;
  const Linear mirrored =
      above_water(x + bend * 0.05F * reach, std::clamp(mirror_y, 0.0F, horizon - 0.001F));
  const float gloss = 0.80F - 0.42F * reach - 0.25F * ramp(0.0F, 0.5F, bend);
  const Linear deep = Linear{0.010F, 0.026F, 0.048F} * (1 + 0.5F * bend);
  const float path = (0.030F + 0.22F * below);
  const float aside = (x - sun_x) / path;
  const float glitter =
      ramp(0.10F, 0.42F, ripple + 0.25F * swell) / (1 + 2.2F * aside * aside * aside * aside);
  return mirrored * gloss + deep + Linear{1.5F, 0.80F, 0.28F} * (glitter * (1 - 0.55F * reach));
}

Linear Scene::at(int column, int row) const {
  const float x = left_ + (static_cast<float>(column) + 0.5F) * scale_;
  const float y = (static_cast<float>(row) + 0.5F) * scale_;
  const Linear light = y < horizon ? above_water(x, y) : water(x, y);
  return {film(light.r), film(light.g), film(light.b)};
}

} // namespace platen::sample
