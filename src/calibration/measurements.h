#pragma once

#include "model/tone_curves.h"

#include <array>
#include <string_view>
#include <vector>

namespace platen::calibration {

// What was measured on the patches of one screen's calibration page, as reflectance: 1 is all of
// the light, by whatever white. In the order of their ink, 0, 5 .. 100 %.
struct Measurements {
  model::Screen screen{};
  std::array<double, model::tone_steps> reflectance{};
};

// Reads what people write down beside the page (platen-calibrate(1)): lines of "screen NAME", of
// "unit density", "unit lightness" (CIE L*) or "unit reflectance" (per cent), and of "INK VALUE" or
// "INK,VALUE", INK in per cent; blank lines and what follows a # count for nothing. Each screen has
// all 21 patches once. Errc::invalid names the line, what is wrong and what to do: a word or number
// that is none, a value out of the unit's range (density 0 to 4, the others 0 to 100, reflectance
// to 120), a patch that is missing or there twice, paper and solid ink that hardly differ, a patch
// that is lighter than one with less ink by more than a meter's noise (2 % of the way from paper to
// solid).
Result<std::vector<Measurements>> parse_measurements(std::string_view text);

} // namespace platen::calibration
