#include "sample/chart/colour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace platen::sample {
namespace {

struct Xyz {
  double x, y, z;
};
using Matrix = std::array<std::array<double, 3>, 3>;

// XYZ relative to D50 -> linear RGB, Bradford adapted from D65. From the primaries of Adobe RGB
// (1998) and IEC 61966-2-1; the unit test compares them with what lcms2 makes of the same
// primaries.
constexpr Matrix wide_from_xyz = {{{1.9624274, -0.6105343, -0.3413404},
                                   {-0.9787684, 1.9161415, 0.0334540},
                                   {0.0286869, -0.1406752, 1.3487655}}};
constexpr Matrix xyz_from_wide = {{{0.6097559, 0.2052401, 0.1492240},
                                   {0.3111242, 0.6256560, 0.0632197},
                                   {0.0194811, 0.0608902, 0.7448387}}};
constexpr Matrix srgb_from_xyz = {{{3.1338561, -1.6168667, -0.4906146},
                                   {-0.9787684, 1.9161415, 0.0334540},
                                   {0.0719453, -0.2289914, 1.4052427}}};
constexpr Xyz white{0.9642, 1.0, 0.8249};

constexpr Xyz multiply(const Matrix& m, Xyz v) {
  return {m[0][0] * v.x + m[0][1] * v.y + m[0][2] * v.z,
          m[1][0] * v.x + m[1][1] * v.y + m[1][2] * v.z,
          m[2][0] * v.x + m[2][1] * v.y + m[2][2] * v.z};
}

Linear to_linear(Xyz v) {
  return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

// The inverse of the cube root with its straight foot, CIE 15:2004 8.2.1.
double lab_to_ratio(double f) {
  constexpr double knee = 6.0 / 29.0;
  return f > knee ? f * f * f : 3 * knee * knee * (f - 4.0 / 29.0);
}

Xyz xyz_from_lab(Lab lab) {
  const double fy = (lab.l + 16) / 116;
  return {white.x * lab_to_ratio(fy + lab.a / 500), white.y * lab_to_ratio(fy),
          white.z * lab_to_ratio(fy - lab.b / 200)};
}

std::uint16_t encode_channel(double linear) {
  return static_cast<std::uint16_t>(
      std::lround(65535 * std::pow(std::clamp(linear, 0.0, 1.0), 1 / wide_gamma)));
}

double decode_channel(std::uint16_t code) {
  return std::pow(code / 65535.0, wide_gamma);
}

// The table is indexed by the square root of light, so that its steps are even to the eye.
constexpr int table_steps = 4096;

} // namespace

Linear wide_from_lab(Lab lab) {
  return to_linear(multiply(wide_from_xyz, xyz_from_lab(lab)));
}

Linear srgb_from_lab(Lab lab) {
  return to_linear(multiply(srgb_from_xyz, xyz_from_lab(lab)));
}

Linear srgb_from_wide(Linear wide) {
  return to_linear(multiply(srgb_from_xyz, multiply(xyz_from_wide, {wide.r, wide.g, wide.b})));
}

bool in_gamut(Linear c) {
  constexpr float slack = 1e-4F;
  const auto inside = [](float v) { return v >= -slack && v <= 1 + slack; };
  return inside(c.r) && inside(c.g) && inside(c.b);
}

Rgb16 encode_exactly(Linear c) {
  return {encode_channel(c.r), encode_channel(c.g), encode_channel(c.b)};
}

Rgb16 encode_exactly(Lab lab) {
  return encode_exactly(wide_from_lab(lab));
}

Rgb16 mix_in_light(Rgb16 a, Rgb16 b, double t) {
  const auto channel = [t](std::uint16_t from, std::uint16_t to) {
    return encode_channel(decode_channel(from) * (1 - t) + decode_channel(to) * t);
  };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b)};
}

Encoder::Encoder() : table_(table_steps + 2) {
  for (int i = 0; i <= table_steps; ++i) {
    const double root = static_cast<double>(i) / table_steps;
    table_[static_cast<std::size_t>(i)] =
        static_cast<float>(65535 * std::pow(root, 2 / wide_gamma) + 0.5);
  }
  table_.back() = table_[table_steps];
}

std::uint16_t Encoder::channel(float linear) const {
  const float place = std::sqrt(std::clamp(linear, 0.0F, 1.0F)) * table_steps;
  const auto index = static_cast<std::size_t>(place);
  const float part = place - static_cast<float>(index);
  return static_cast<std::uint16_t>(table_[index] + (table_[index + 1] - table_[index]) * part);
}

} // namespace platen::sample
