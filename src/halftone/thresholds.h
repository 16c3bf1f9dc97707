#pragma once

#include "halftone/screen.h"

#include <cstdint>
#include <vector>

namespace platen::halftone {

// The screen at full depth: matrix_side x matrix_side thresholds, ink where gray16 < threshold,
// 1..65535. Screen::threshold is these, divided by 257 and rounded up.
std::vector<std::uint16_t> make_thresholds16(ScreenKind kind, ToneCurve curve);

// The 8-bit threshold that decides for v as the 16-bit one does for v * 257.
constexpr std::uint8_t to_threshold8(std::uint16_t threshold16) {
  return static_cast<std::uint8_t>((threshold16 + 256) / 257);
}

} // namespace platen::halftone
