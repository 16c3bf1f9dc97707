#pragma once

#include "base/bytes.h"
#include "image/image.h"

namespace platen::scan {

// A page of any format as gray, twice as wide and high, bilinear: rows without gaps between them.
Buffer twice_as_large(const std::byte* rows, PageShape shape);

} // namespace platen::scan
