#pragma once

#include "colour/icc/profile.h"

#include <optional>
#include <vector>

namespace platen::colour {

// The curve of channel c (gray: its only one) from samples to linear light, both 0..1; null: the
// profile has none.
const cmsToneCurve* light_curve(const Profile& profile, ColorModel model, std::size_t c);

// The inverse curves, one for each channel; nothing if one is missing.
std::optional<std::vector<ToneCurve>> light_to_samples(const Profile& profile, ColorModel model);

// The curve's value at v, in 0..1; what is not a number is 0.
double eval(const cmsToneCurve* curve, double v);

} // namespace platen::colour
