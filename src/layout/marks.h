#pragma once

#include "layout/composition.h"

#include <vector>

namespace platen::layout {

// Lines that say where a print is to be cut: crop marks go on beyond its edges, 3 mm from them and
// 5 mm long; corner marks are angles of 5 mm outside its corners. The inner side of each line lies
// exactly on the edge; lines are 0.1 mm thick, at least one pixel.
std::vector<PixelBox> mark_lines(model::Marks marks, const PixelBox& print, double dpi);

// How far marks go beyond the print.
std::int32_t marks_reach(model::Marks marks, double dpi);

} // namespace platen::layout
