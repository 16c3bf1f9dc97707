#pragma once

#include "base/bytes.h"

namespace platen::codec {

struct Chromaticity {
  double x = 0, y = 0;
};
struct Primaries {
  Chromaticity white, red, green, blue;
};
inline constexpr Primaries srgb_primaries{
    {0.3127, 0.3290}, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}};

// Small ICC profiles (version 2) for what a picture file says in plain numbers: light is sample to
// the power of `gamma`. Colours are adapted to D50 by the Bradford transform, as ICC.1:2010 annex E
// has it. Errc::malformed for primaries that span no triangle and for a gamma outside 0.1..10.
Result<Buffer> make_rgb_profile(const Primaries& primaries, double gamma);
Result<Buffer> make_gray_profile(double gamma);

} // namespace platen::codec
