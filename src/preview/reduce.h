#pragma once

#include "image/image.h"

namespace platen::preview {

// Row `y` of `into`: the means over squares of `factor` pixels of `rows`, which are 1 to `factor`
// rows. At the right edge the squares are narrower. Samples have 8 or 16 bits.
void reduce(const ConstBand& rows, std::int32_t factor, const Band& into, std::int32_t y);

} // namespace platen::preview
