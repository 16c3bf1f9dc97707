#pragma once

#include "base/bytes.h"

#include <array>
#include <string_view>
#include <vector>

namespace platen {

// What a small ICC profile (version 2, ICC.1:2001) is made of.
struct IccTag {
  std::string_view name;
  Buffer body; // a multiple of four bytes long
};

inline constexpr std::array<double, 3> icc_white{0.9642, 1.0, 0.8249}; // D50

Buffer icc_xyz(const std::array<double, 3>& xyz);
Buffer icc_description(std::string_view text);
Buffer icc_text(std::string_view text);
std::uint32_t icc_fixed(double v);

// To and from XYZ. `kind` and `space`: signatures of four letters. The same tags give the same
// bytes.
Buffer make_icc_file(std::string_view kind, std::string_view space,
                     const std::vector<IccTag>& tags);

// Light of a sample of sRGB, both 0 to 1 (IEC 61966-2-1, 5.2), and the sample of a light.
double srgb_light(double sample);
double srgb_sample(double light);

} // namespace platen
