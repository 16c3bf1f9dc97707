#pragma once

#include "colour/icc/transform.h"
#include "image/colour_table.h"

#include <optional>

namespace platen::colour {

// A source whose profile is a table, and a target whose profile is a matrix and curves.
struct ClutMatrixWish {
  const Profile& source;
  const Profile& target;
  ColorModel to;
  model::RenderingIntent intent;
  Evaluator to_lab; // the source's colours as L, a and b
  Evaluator exact;
  bool ink;        // of no samples means white, not black
  bool keep_white; // as fit_clut takes it
};

// The table of kind clut_matrix that measures closest to `exact`, however close that is; nothing
// where the profiles are not of those kinds. Its grid holds the cube roots of
// the source's X, Y and Z, in which Lab is linear: on the points and curves of the profile's own
// table, where it can be read, the result is the profile's but for rounding.
std::optional<ColourTable> fit_clut_matrix(const ClutMatrixWish& wish);

} // namespace platen::colour
