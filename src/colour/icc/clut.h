#pragma once

#include "colour/icc/transform.h"
#include "image/colour_table.h"

namespace platen::colour {

// A table of kind clut, as coarse as the measured error allows. `keep_white`: the source's white
// (all light, or no ink) becomes exactly white if it is within four 8-bit codes of it, as lcms2's
// own tables do it.
ColourTable fit_clut(const Evaluator& exact, bool ink, bool keep_white);

// The value for a curve or for one corner of a grid: 0..1 to 0..65535, white settled as above.
std::uint16_t to_sample(float v, bool settle);

} // namespace platen::colour
