#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::model {

// The option black-and-white. automatic: colours stay, unless one of the options that go with it is
// given.
enum class Toning : std::uint8_t { automatic, off, neutral, warm, cool, sepia, split };

struct Tint {
  std::int32_t hue = 0;      // degrees in CIELAB: 0 red, 90 yellow, 180 green, 270 blue; 0..359
  std::int32_t strength = 0; // per cent; 100 is a chroma of 30
  bool operator==(const Tint&) const = default;
};

struct CurvePoint { // per cent of lightness, 0 = black
  std::int32_t in = 0, out = 0;
  bool operator==(const CurvePoint&) const = default;
};

// How a picture loses its colours. What is the same for all three tints tones evenly.
struct BlackAndWhite {
  // Per cent of red, green and blue light that make up the gray; they sum to 100.
  std::array<std::int32_t, 3> mix{21, 72, 7}; // as bright as the colour was (ITU-R BT.709)
  // Ascending in `in`, never falling in `out`; from 0, 0 to 100, 100. Empty: a straight line.
  std::vector<CurvePoint> curve;
  Tint shadows, middle, highlights;
  bool operator==(const BlackAndWhite&) const = default;
};

// The options as they were given: what is not, the toning decides.
struct BlackAndWhiteOptions {
  Toning toning = Toning::automatic;
  std::optional<std::array<std::int32_t, 3>> mix;
  std::optional<std::vector<CurvePoint>> curve;
  std::optional<Tint> shadows, middle, highlights;
  bool operator==(const BlackAndWhiteOptions&) const = default;
};
// Nothing: colours stay.
std::optional<BlackAndWhite> black_and_white(const BlackAndWhiteOptions& options);

// "50,40,10"; "linear", "soft", "hard" or "25:20,75:80"; "250,30". Errc::invalid says what is
// wrong.
Result<std::array<std::int32_t, 3>> parse_mix(std::string_view text);
Result<std::vector<CurvePoint>> parse_curve(std::string_view text);
Result<Tint> parse_tint(std::string_view text);
std::string to_string(const std::array<std::int32_t, 3>& mix);
std::string to_string(const std::vector<CurvePoint>& curve);
std::string to_string(const Tint& tint);

} // namespace platen::model
