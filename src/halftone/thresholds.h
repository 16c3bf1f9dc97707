#pragma once

#include "halftone/screen.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace platen::halftone {

// The screen at full depth: side rows of side thresholds, ink where gray16 < threshold, 1..65535.
struct Thresholds16 {
  std::size_t side = 0;
  std::vector<std::uint16_t> values;
};

// Screen::threshold is these, divided by 257 and rounded up. Not for error diffusion, which has
// none.
Thresholds16 make_thresholds16(ScreenKind kind, ToneCurve curve);

// The dot area that the curve asks for, 65535 = solid, for each gray value: 65536 of them, or 256.
std::vector<std::uint16_t> make_areas(ToneCurve curve, bool in_16_bits);

// The 8-bit threshold that decides for v as the 16-bit one does for v * 257.
constexpr std::uint8_t to_threshold8(std::uint16_t threshold16) {
  return static_cast<std::uint8_t>((threshold16 + 256) / 257);
}

} // namespace platen::halftone
