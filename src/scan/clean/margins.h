#pragma once

#include "scan/clean/background.h"

namespace platen::scan::cleaning {

// What no printer and no pen put on a page: 1 for each cell of shadows along its borders (no deeper
// than `depth`) and of the holes of binders.
Plane find_margins(const Cells& cells, const Background& background, Hmm depth);

// Gives those cells the paper's colour, on the page itself: gray8 or rgb8.
void fill_margins(const Plane& margins, std::int32_t cell_pixels, const Background& background,
                  Band page);

} // namespace platen::scan::cleaning
