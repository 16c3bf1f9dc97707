#pragma once

#include "scan/clean/cells.h"
#include "scan/clean/clean.h"

namespace platen::scan::cleaning {

// Cells of one row that belong to one mark.
struct Run {
  std::int32_t y = 0, first = 0, end = 0;
  std::size_t mark = 0;
};
// What hangs together, corners included.
struct Mark {
  PixelBox box; // in cells
  std::int32_t area = 0;
};
struct Marks {
  std::vector<Mark> marks;
  std::vector<Run> runs; // top down, left to right
};
Marks find_marks(const Plane& mask); // what is not 0

} // namespace platen::scan::cleaning
