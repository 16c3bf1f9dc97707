#pragma once

#include "sample/chart/colour.h"

#include <array>
#include <string_view>

namespace platen::sample {

struct Patch {
  std::string_view name;
  Lab lab;
};
// All inside platen wide RGB, so that a measured print can be compared with the figures below each
// patch.
extern const std::array<Patch, 24> colour_patches;

// The grey of a lightness, with three exactly equal channels; 0 = black, 100 = paper white.
Rgb16 neutral(double lightness);

} // namespace platen::sample
