#include "sample/chart/shore.h"

#include "sample/chart/noise.h"

#include <algorithm>
#include <cmath>

namespace platen::sample {
namespace {

// The outline of one spruce: a narrow triangle with drooping tiers.
float spruce(float from_trunk, float height) {
  const float t = 1 - std::abs(from_trunk) / (height * 0.19F);
  if (t <= 0) return 0;
  const float tier = t * 8 - std::floor(t * 8);
  return height * std::max(0.0F, t - 0.08F * (1 - tier) * (1.15F - t));
}

// How tall the wood grows: high on the left, open below the sun, low on the right.
float grove(float x) {
  const float left_side = ramp(0.02F, -0.62F, x);
  const float right_side = 0.42F * ramp(0.38F, 0.72F, x);
  const float clearings = 1 + 0.45F * noise(x * 5, 0.5F, 73);
  return 0.012F + (0.155F * left_side * left_side + 0.085F * right_side) * clearings;
}

} // namespace

float forest(float x) {
  constexpr float spacing = 0.0105F;
  constexpr std::int32_t reach = 4;
  const auto here = static_cast<std::int32_t>(std::floor(x / spacing));
  float top = 0;
  for (std::int32_t i = here - reach; i <= here + reach; ++i) {
    const float trunk = (static_cast<float>(i) + 0.9F * scatter(i, 0, 71)) * spacing;
    const float age = scatter(i, 1, 72); // a few old ones over many young
    top = std::max(top, spruce(x - trunk, grove(trunk) * (0.34F + 0.66F * age * age * age)));
  }
  return top;
}

float reeds(float inwards, float up, float pixel, std::uint32_t seed) {
  constexpr int blades = 46;
  constexpr float tallest = 0.30F;
  if (inwards > 0.40F || up > tallest) return 0;
  float cover = 0;
  for (int i = 0; i < blades; ++i) {
    const float spread = scatter(i, 0, seed);
    const float root = 0.30F * spread * spread - 0.02F;
    const float height = tallest * (0.35F + 0.65F * scatter(i, 1, seed)) * (1 - 1.9F * root);
    const float t = up / height;
    if (t > 1) continue;
    const float lean = (scatter(i, 2, seed) - 0.38F) * 0.17F;
    const float half_width = 0.0026F * (1 - 0.85F * t) * (0.6F + 0.7F * scatter(i, 3, seed));
    const float off = std::abs(inwards - root - lean * t * t);
    cover = std::max(cover, std::clamp((half_width - off) / pixel + 0.5F, 0.0F, 1.0F));
  }
  return cover;
}

} // namespace platen::sample
