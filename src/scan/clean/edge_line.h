#pragma once

#include "scan/clean/cells.h"
#include "scan/clean/slope.h"

#include <optional>

namespace platen::scan::cleaning {

// depth = at + slope * row, in cells; `at` in 1/65536, of the cells' corners.
struct EdgeLine {
  std::int64_t at = 0;
  Slope slope = 0;
  std::int32_t support = 0; // rows that show it
};

// The line at which, from the border (column 0) inwards, plain surroundings end and a sheet begins.
std::optional<EdgeLine> find_edge_line(const Plane& view, const Cells& cells, bool doubtful);

} // namespace platen::scan::cleaning
