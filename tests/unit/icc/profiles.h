#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen::test {

struct NamedProfile {
  std::string name;
  Buffer bytes;
};

// Made by lcms2 for the tests.
Buffer rgb_profile(double white_x, double white_y, const double (&primaries)[6],
                   double gamma); // gamma 0: the sRGB curve
Buffer srgb_profile();
Buffer adobe_rgb_profile();
Buffer prophoto_profile();
Buffer gray_profile(double gamma); // 0: the sRGB curve
// A small printer: black of L* 12 (white is the paper, as always), less saturated than sRGB; tables
// to and from Lab.
Buffer printer_profile();
// Four inks by a simple model of overprinting, tables to and from Lab.
Buffer cmyk_profile();

// A paper in a printer that takes RGB: a black of that lightness, so much of sRGB's saturation,
// that gamma between samples and light, tables to and from Lab in a profile of that version.
struct PaperLook {
  double black = 12, saturation = 0.7, gamma = 2.0, version = 4.3;
  std::uint32_t grid = 21;
};
Buffer paper_profile(const PaperLook& look);
// From RGB to RGB: each channel is the next one's square root, so that it is told from any other.
Buffer turning_link();

// Every RGB, gray or CMYK device profile under the system's folders, or none.
std::vector<NamedProfile> installed_profiles(const char* space);

} // namespace platen::test
