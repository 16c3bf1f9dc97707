#include "sample/chart/scene.h"

#include "sample/chart/noise.h"
#include "sample/chart/shore.h"
#include "sample/chart/sky.h"

#include <algorithm>
#include <cmath>

namespace platen::sample {
namespace {

// Film's answer to light: straight in the shadows, a soft shoulder instead of a hard white.
float film(float light) {
  constexpr float knee = 0.70F;
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
  const auto seed = static_cast<std::uint32_t>(300 + 10 * r);
  const bool wooded = r == ridges - 1;
  const float grain = wooded ? cloud_noise(x * 120, y * 60, 3, seed) * 1.3F + 0.8F
                             : cloud_noise(x * 30, y * 75, 3, seed) * 0.5F + 0.9F;
  const float depth = ramp(0.0F, 0.10F, y - crest_y); // mist gathers at the foot of a slope
  const float mist = wooded ? 0.5F * ramp(horizon - 0.03F, horizon, y) : 0.65F * depth;
  const Linear glow = sunlight(x, y) * 0.85F + Linear{0.20F, 0.10F, 0.115F};
  return ridge.shade * std::max(grain, 0.15F) + glow * (ridge.haze * (0.55F + mist));
}

Linear Scene::above_water(float x, float y) const {
  const auto last = static_cast<float>(width_ - 1);
  const float column = std::clamp((x - left_) / scale_ - 0.5F, 0.0F, last);
  const auto index =
      std::min(static_cast<std::size_t>(column), static_cast<std::size_t>(width_ - 2));
  const float part = column - static_cast<float>(index);
  Linear light{};
  float open = 1; // how much of the pixel no nearer ridge covers
  for (std::size_t r = ridges; r-- > 0 && open > 0;) {
    const float from = crests_[r][index];
    const float slope = (crests_[r][index + 1] - from) / scale_;
    const float crest_y = horizon - from - slope * scale_ * part;
    // The way to the outline in pixels, across it, however steep it is.
    const float inside = (y - crest_y) / (scale_ * std::sqrt(1 + slope * slope));
    const float cover = open * std::clamp(inside + 0.5F, 0.0F, 1.0F);
    if (cover > 0) light = light + land(r, x, y, crest_y) * cover;
    open -= cover;
  }
  return open > 0 ? light + sky(x, y) * open : light;
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
  const float mirror_y = horizon - below * (1.06F + 0.55F * bend * reach) - 0.05F * bend * reach;
  const Linear mirrored =
      above_water(x + bend * 0.05F * reach, std::clamp(mirror_y, 0.0F, horizon - 0.001F));
  const float gloss = 0.84F - 0.42F * reach - 0.25F * ramp(0.0F, 0.5F, bend);
  const Linear deep =
      Linear{0.007F, 0.024F, 0.046F} * ((0.25F + 0.75F * reach) * (1 + 0.5F * bend));
  const float aside = (x - sun_x) / (0.022F + 0.20F * below);
  const float path = 1 / (1 + 2.2F * aside * aside * aside * aside);
  const float glitter = ramp(0.06F, 0.36F, ripple + 0.25F * swell) * path;
  return mirrored * gloss + deep + Linear{0.34F, 0.10F, 0.008F} * path +
         Linear{2.6F, 1.45F, 0.42F} * (glitter * (1 - 0.5F * reach));
}

Linear Scene::at(int column, int row) const {
  const float x = left_ + (static_cast<float>(column) + 0.5F) * scale_;
  const float y = (static_cast<float>(row) + 0.5F) * scale_;
  constexpr Linear reed{0.006F, 0.0065F, 0.007F};
  const Linear light =
      mix(y < horizon ? above_water(x, y) : water(x, y), reed, reeds(x - left_, 1 - y, scale_, 81));
  return {film(light.r), film(light.g), film(light.b)};
}

} // namespace platen::sample
