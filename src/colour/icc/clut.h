#pragma once

#include "colour/icc/transform.h"
#include "image/colour_table.h"

namespace platen::colour {

// A table of kind clut, as coarse as the measured error allows. `keep_white`: the source's white
// (all light, or no ink) becomes exactly white if it is within four 8-bit codes of it, as lcms2's
// own tables do it.
ColourTable fit_clut(const Evaluator& exact, bool ink, bool keep_white);

// The same with a grid of so many points an axis, whatever the error.
ColourTable fill_clut(const Evaluator& exact, std::int32_t grid);

// How far a table is from the exact answers over random colours: the mean of all samples, and what
// all but one in a thousand keep to. 1 is the whole range.
struct Fit {
  double mean = 1.0, thousandth = 1.0;
  bool within(const Fit& bound) const {
    return mean <= bound.mean && thousandth <= bound.thousandth;
  }
};

// Good enough to try no finer grid. What strays further lies at the edge of a gamut, where an 8-bit
// code of a dark sample is far below a visible difference.
inline constexpr Fit good_fit{.mean = 0.1 / 255.0, .thousandth = 3.0 / 255.0};

Fit measure(const ColourTable& table, const Evaluator& exact);

// The value for a curve or for one corner of a grid: 0..1 to 0..65535, white settled as above.
std::uint16_t to_sample(float v, bool settle);

} // namespace platen::colour
