#pragma once

#include "image/colour_table.h"

#include <functional>
#include <vector>

namespace platen::colour {

// One curve a channel: value(channel, sample) for samples 0..65535, in the units of the table's
// kind, and how far `tolerance(v)` a value near v may be off.
struct CurveFit {
  std::size_t channels = 1;
  std::function<double(std::size_t, std::int32_t)> value;
  std::function<double(double)> tolerance;
};

struct FittedCurves {
  std::int32_t size = 0; // entries of one, the smallest that meets the tolerance at every sample
  std::vector<std::int32_t> entries;
};
FittedCurves fit_curves(const CurveFit& fit);

// Sets curve_size and input_curves.
void fit_input_curves(const CurveFit& fit, ColourTable& table);

// Appends one output curve; value(y) is 0..1 for linear light y 0..1. Full light is exactly
// value(1).
void append_output_curve(const std::function<double(double)>& value, ColourTable& table);

} // namespace platen::colour
