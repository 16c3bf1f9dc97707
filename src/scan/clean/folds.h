#pragma once

#include "scan/clean/cells.h"

namespace platen::scan::cleaning {

// Takes the folds of the paper out of a page's ink: lines that are thin, go right through the page,
// level or upright to 3 degrees, and have nothing beside them, which lines of writing do.
void erase_folds(Plane& ink, const Cells& fine);

} // namespace platen::scan::cleaning
