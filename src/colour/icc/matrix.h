#pragma once

#include "colour/icc/transform.h"
#include "image/colour_table.h"

#include <optional>

namespace platen::colour {

// A table of kind matrix for two profiles that are curves and a matrix (or, as target, a gray
// curve), if it agrees with `exact` everywhere; nothing if they are not or it does not.
std::optional<ColourTable> fit_matrix(const Profile& source, const Profile& target, ColorModel to,
                                      bool absolute, const Evaluator& exact);

} // namespace platen::colour
