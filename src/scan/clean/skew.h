#pragma once

#include "scan/clean/cells.h"
#include "scan/clean/slope.h"

#include <optional>

namespace platen::scan::cleaning {

// The slope of lines of text: that at which rows of ink and rows of paper alternate most. `ink` has
// 1 where there is ink. Nothing where no slope stands out from the others.
std::optional<Slope> text_slope(const Plane& ink);

} // namespace platen::scan::cleaning
