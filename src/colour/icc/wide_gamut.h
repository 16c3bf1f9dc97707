#pragma once

#include "base/bytes.h"
#include "image/image.h"

namespace platen::colour {

// Whether the primaries of a picture's profile, or their mixtures, are colours that sRGB does not
// have. False for gray, and for a profile that cannot be used: what becomes of it is decided when
// the picture is printed.
bool holds_more_than_srgb(Bytes profile, ColorModel model);

} // namespace platen::colour
