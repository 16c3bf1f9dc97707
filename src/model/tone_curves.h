#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace platen::model {

enum class Screen : std::uint8_t;

// How large the dots of a screen are made on one printer, so that tones come out as they are asked
// for (platen calibrate): the dot areas, in per mille, for ink of 0, 5, 10 .. 100 %. From 0 to
// 1000, never falling; straight lines between.
inline constexpr std::size_t tone_steps = 21;
using ToneAreas = std::array<std::int32_t, tone_steps>;

// "0,31,67,..,1000" and back; Errc::invalid.
Result<ToneAreas> parse_tone_areas(std::string_view text);
std::string to_string(const ToneAreas& areas);

// 256 dot areas of 65535, as halftone::ToneCurve takes them.
std::vector<std::uint16_t> full_curve(const ToneAreas& areas);

struct ScreenCurve {
  Screen screen{};
  ToneAreas areas{};
  bool operator==(const ScreenCurve&) const = default;
};

} // namespace platen::model
