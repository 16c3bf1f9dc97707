#pragma once

#include "scan/clean/ink.h"
#include "scan/settings.h"

namespace platen::scan::cleaning {

// What holds all that is on a page: color where something larger than a fringe has a hue that the
// paper has not, gray where there are tones or faint strokes, else bilevel. `left_out`: coarse
// cells that do not count.
ColorMode find_color_mode(const Sizes& sizes, const Background& background, const Plane& ink,
                          const Plane& left_out);

} // namespace platen::scan::cleaning
