#pragma once

#include "sample/chart/colour.h"

#include <array>
#include <string_view>
#include <vector>

namespace platen::sample {

inline constexpr std::array<std::string_view, 9> gradient_names = {
    "Neutral", "Red", "Green", "Blue", "Cyan", "Magenta", "Yellow", "Skin", "Sky"};

// The colours of one ramp from dark to light, `width` pixels of them; no channel ever falls and
// their sum always rises. 0 <= which < gradient_names.size().
std::vector<Rgb16> gradient(std::size_t which, int width);

} // namespace platen::sample
