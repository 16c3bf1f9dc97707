#pragma once

#include "base/bytes.h"
#include "image/image.h"

namespace platen::codec {

// A PNG of 8-bit gray or RGB rows, without colour information: who looks at it takes it as sRGB.
// `rows` holds the whole picture, from row 0 on; pixels per inch go into pHYs.
Result<Buffer> write_png(const ConstBand& rows, Dpi resolution);

} // namespace platen::codec
