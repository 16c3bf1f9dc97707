#pragma once

#include "colour/icc/clut.h"
#include "colour/icc/roots.h"
#include "colour/icc/transform.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace platen::colour {

struct Range {
  double low = 0.0, width = 1.0;
};
using Ranges = std::array<Range, 3>;

// Linear light as rows of three times X, Y and Z (relative to white), and an offset.
struct Affine {
  std::vector<double> rows, offset;

  std::vector<double> operator()(const Triple& xyz) const;
};

// Light, and light outside 0..1, goes into curves that hold -1..1: each channel's light plus
// `shift`, divided by `peak`, and the rows in such units.
struct ScaledLight {
  Triple shift{}, peak{};
  std::vector<std::int32_t> matrix; // of image/colour_table.h
};
// `light` is what each channel's light reaches. Rows that have the same sum and the same offset
// keep it to the bit, so that what is neutral stays so. Nothing if the numbers do not fit.
std::optional<ScaledLight> scale_light(const Affine& affine, const Ranges& light);

// A source whose profile is a table, before a matrix. Its grid holds the cube roots of X, Y and Z,
// in which Lab is linear: on the points and curves of the profile's own table, where it can be
// read, the result is the profile's but for rounding.
struct ClutFront {
  ColourTable::Kind kind;
  const Profile& source;
  model::RenderingIntent intent;
  Evaluator to_lab; // the source's colours as L, a and b
  Evaluator exact;
  // What may be changed in a grid before it is used; false: it is of no use.
  std::function<bool(RootGrid&)> settle;
  // Of X, Y and Z in such ranges, the light that the table's matrix shall give; puts what comes
  // behind the matrix into the table. Nothing: there is no such table.
  std::function<std::optional<Affine>(const Ranges& light, ColourTable&)> put_behind;
  // The last touch; false: the table is of no use.
  std::function<bool(ColourTable&)> finish;
};

// The table that measures closest to `exact`, however close that is.
std::optional<ColourTable> fit_behind_clut(const ClutFront& front);

} // namespace platen::colour
