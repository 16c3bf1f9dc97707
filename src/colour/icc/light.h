#pragma once

#include "colour/icc/profile.h"

#include <array>
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

// The same of a source's curve. lcms2 rounds what it interpolates in a table to 16 bits of linear
// light, a dozen codes of 16 bits in the shadows of sRGB; here the interpolation keeps its
// fraction.
double eval_source(const cmsToneCurve* curve, double v);

// A source's curves from RGB to linear light; nothing if one is missing.
using SourceCurves = std::array<const cmsToneCurve*, 3>;
std::optional<SourceCurves> source_curves(const Profile& profile);
// How far a table's curve, full light at 1 << 30, may be off near black.
double light_tolerance(const SourceCurves& curves);

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>; // rows
// From linear light to X, Y and Z, as the profile has it.
std::optional<Matrix> colorants(const Profile& profile);
// A row that takes white to within a rounding of white takes it exactly there.
void settle_white_row(Vector& row);

} // namespace platen::colour
