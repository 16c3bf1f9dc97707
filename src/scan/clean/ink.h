#pragma once

#include "scan/clean/background.h"

#include <optional>

namespace platen::scan::cleaning {

// Two sizes of the same page: squares of a 150th inch, in which strokes are seen, and of a 75th,
// for everything that is large.
struct Sizes {
  Cells fine, coarse;
};
// Nothing of pages below 24 coarse squares (8 mm) in either direction: nothing can be told of
// those.
std::optional<Sizes> sizes_of(ConstBand page, Dpi resolution);

// 1 for each fine cell inside that is darker than its paper by a fifth.
Plane dark_ink(const Sizes& sizes, const Background& background, const Plane& inside);

// 1 for each fine cell with ink of any kind, faint as pencil, but not what shows through from the
// other side: that is soft where strokes are sharp. `left_out`: coarse cells that do not count.
Plane any_ink(const Sizes& sizes, const Background& background, const Plane& left_out);

// Whether such ink is no more than dust, hairs and the folds of the paper.
struct InkFound {
  bool blank = false;
  double share = 0; // of the page's cells
};
InkFound judge_ink(Plane ink, const Cells& fine);

} // namespace platen::scan::cleaning
