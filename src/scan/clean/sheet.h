#pragma once

#include "scan/clean/cells.h"
#include "scan/clean/slope.h"

#include <optional>

namespace platen::scan::cleaning {

// An edge of the sheet in the scanned picture, in cells: for the top and the bottom
// y = at + slope * x, for the left and the right x = at - slope * y, so that all edges of a sheet
// that lies askew have one slope. `at` is in 1/65536.
struct Edge {
  std::int64_t at = 0;
  Slope slope = 0;
  std::int32_t support = 0; // rows or columns that show it
};

struct Sheet {
  std::optional<Edge> left, top, right,
      bottom; // nothing: not seen; the picture ends before the sheet
  bool found() const { return left || top || right || bottom; }
};

// What shows the sheet's edges: the lid or what a feeder has behind the paper, which is plain, and
// differs from it. With `doubtful`, edges of dark sheets on a bright lid count as well, which may
// also be a photograph in the midst of a page.
Sheet find_sheet(const Cells& cells, bool doubtful);

// The slope that the edges agree on, weighted by their support; nothing where there are none, or
// where too little of them is seen for an angle.
std::optional<Slope> slope_of(const Sheet& sheet, const Plane& picture);

// 1 for each cell whose middle is on the sheet.
Plane inside_of(const Sheet& sheet, const Plane& picture);

} // namespace platen::scan::cleaning
