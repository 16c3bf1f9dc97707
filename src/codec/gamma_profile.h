#pragma once

#include "base/bytes.h"

#include <array>
#include <string_view>

namespace platen::codec {

struct Chromaticity {
  double x = 0, y = 0;
};
struct Primaries {
  Chromaticity white, red, green, blue;
};
inline constexpr Primaries srgb_primaries{
    {0.3127, 0.3290}, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}};
// Adobe RGB (1998) Color Image Encoding, 4.2.
inline constexpr Primaries adobe_rgb_primaries{
    {0.3127, 0.3290}, {0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}};
inline constexpr double adobe_rgb_gamma = 563.0 / 256.0;
// ISO 22028-2, table 1: they span all colours that surfaces have. The white is D50.
inline constexpr Primaries romm_primaries{
    {0.3457, 0.3585}, {0.7347, 0.2653}, {0.1596, 0.8404}, {0.0366, 0.0001}};

// Small ICC profiles (version 2) for what a picture file says in plain numbers: light is sample to
// the power of `gamma`. Colours are adapted to D50 by the Bradford transform, as ICC.1:2010 annex E
// has it. Errc::malformed for primaries that span no triangle and for a gamma outside 0.1..10.
Result<Buffer>
make_rgb_profile(const Primaries& primaries, double gamma,
                 std::string_view description = "primaries and gamma stated by the picture");
Result<Buffer> make_gray_profile(double gamma);
// sRGB with the curve of IEC 61966-2-1, by 1,024 points.
Result<Buffer> make_srgb_profile();

// Rows that take XYZ, seen by an eye adapted to D50, to the light of such primaries; 1.0 is white.
using LightMatrix = std::array<std::array<double, 3>, 3>;
Result<LightMatrix> light_from_xyz(const Primaries& primaries);

} // namespace platen::codec
