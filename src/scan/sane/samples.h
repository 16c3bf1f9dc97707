#pragma once

#include "base/bytes.h"
#include "image/image.h"

namespace platen::scan::sane {

// A row as libsane gives it: `bits` 1, 8 or 16 a sample in the machine's order, 1 = black of 1 bit,
// as a row of `format` (mask1, gray8, rgb8). `row` holds what the width needs at least.
void convert_row(Bytes row, int bits, std::int32_t width, PixelFormat format,
                 std::span<std::byte> into);

} // namespace platen::scan::sane
