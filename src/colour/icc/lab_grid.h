#pragma once

#include "colour/icc/transform.h"
#include "image/colour_table.h"

#include <optional>

namespace platen::colour {

// A target whose profile is a table from Lab, and a source whose profile is curves and a matrix, or
// a table.
struct LabGridWish {
  const Profile& source;
  const Profile& target;
  ColorModel from, to;
  model::RenderingIntent intent;
  model::BlackPoint black_point;
  Evaluator to_lab; // the source's colours as L, a and b
  Evaluator exact;
};

// The table of kind lab_grid or clut_lab_grid that measures closest to `exact`, however close that
// is; nothing where the profiles are not of those kinds. The target's own points and curves are its
// last step, so it bends where the profile bends: at the edge of the gamut and at its own cells.
std::optional<ColourTable> fit_lab_grid(const LabGridWish& wish);

} // namespace platen::colour
