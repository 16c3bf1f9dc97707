#pragma once

#include <cstdint>
#include <vector>

namespace platen::sample {

// Linear light in platen wide RGB: the Adobe RGB (1998) primaries and D65 white, 0 = black, 1 =
// white.
struct Linear {
  float r = 0, g = 0, b = 0;
};
constexpr Linear operator+(Linear a, Linear b) {
  return {a.r + b.r, a.g + b.g, a.b + b.b};
}
constexpr Linear operator*(Linear a, float k) {
  return {a.r * k, a.g * k, a.b * k};
}
constexpr Linear operator*(Linear a, Linear b) {
  return {a.r * b.r, a.g * b.g, a.b * b.b};
}
constexpr Linear mix(Linear a, Linear b, float t) {
  return a * (1 - t) + b * t;
}

// One pixel as it is stored: platen wide RGB, gamma 563/256, 16 bits a channel.
struct Rgb16 {
  std::uint16_t r = 0, g = 0, b = 0;
  constexpr bool operator==(const Rgb16&) const = default;
};
inline constexpr Rgb16 paper_white{65535, 65535, 65535};

// CIE L*a*b* relative to D50, as ICC profiles count.
struct Lab {
  double l = 0, a = 0, b = 0;
};

// Stored = linear^(1 / wide_gamma), Adobe RGB (1998) section 4.3.1.2.
inline constexpr double wide_gamma = 563.0 / 256.0;

// Not clipped: a channel outside 0..1 says that the colour is outside the gamut.
Linear wide_from_lab(Lab lab);
Linear srgb_from_lab(Lab lab);
Linear srgb_from_wide(Linear wide);
bool in_gamut(Linear colour);

// Clips to 0..1 and encodes, exact to half a code: for single colours.
Rgb16 encode_exactly(Linear colour);
Rgb16 encode_exactly(Lab lab);
// Half-way colours of anti-aliased edges must be mixed in light, or lines change their weight.
Rgb16 mix_in_light(Rgb16 a, Rgb16 b, double t);

// The same encoding from a table, within one code: for pictures.
class Encoder {
public:
  Encoder();
  Rgb16 operator()(Linear colour) const {
    return {channel(colour.r), channel(colour.g), channel(colour.b)};
  }
  std::uint16_t channel(float linear) const;

private:
  std::vector<float> table_;
};

} // namespace platen::sample
