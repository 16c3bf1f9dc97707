#include "codec/gamma_profile.h"

#include "image/icc_file.h"

#include <array>
#include <cmath>

namespace platen::codec {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>; // rows

constexpr Vector d50 = icc_white;
constexpr Matrix bradford{
    {{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};

Vector multiply(const Matrix& m, const Vector& v) {
  Vector out{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t i = 0; i < 3; ++i)
      out[row] += m[row][i] * v[i];
  return out;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix out{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      for (std::size_t i = 0; i < 3; ++i)
        out[row][column] += a[row][i] * b[i][column];
  return out;
}

Result<Matrix> invert(const Matrix& m) {
  const auto minor = [&m](std::size_t r, std::size_t c) {
    const std::size_t r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const double determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
  if (!(std::abs(determinant) > 1e-6))
    return fail(Errc::malformed, "the primaries span no triangle");
  Matrix out{};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      out[c][r] = minor(r, c) / determinant;
  return out;
}

Result<Vector> to_xyz(Chromaticity c) {
  if (!(c.y > 5e-5) || !(c.x >= 0.0) || !(c.x <= 1.0) || !(c.y <= 1.0))
    return fail(Errc::malformed, "a chromaticity that no light has");
  return Vector{c.x / c.y, 1.0, (1.0 - c.x - c.y) / c.y};
}

// The columns are the XYZ of full red, green and blue, seen by an eye adapted to D50.
Result<Matrix> colorants(const Primaries& p) {
  TRY(const Vector white, to_xyz(p.white));
  TRY(const Vector red, to_xyz(p.red));
  TRY(const Vector green, to_xyz(p.green));
  TRY(const Vector blue, to_xyz(p.blue));
  Matrix lights{};
  for (std::size_t row = 0; row < 3; ++row)
    lights[row] = {red[row], green[row], blue[row]};
  TRY(const Matrix from_xyz, invert(lights));
  const Vector amounts = multiply(from_xyz, white);
  for (Vector& row : lights)
    for (std::size_t i = 0; i < 3; ++i)
      row[i] *= amounts[i];

  const Vector cone_from = multiply(bradford, white), cone_to = multiply(bradford, d50);
  Matrix scale{};
  for (std::size_t i = 0; i < 3; ++i) {
    if (!(std::abs(cone_from[i]) > 1e-6)) return fail(Errc::malformed, "a white that no light has");
    scale[i][i] = cone_to[i] / cone_from[i];
  }
  TRY(const Matrix from_cone, invert(bradford));
  return multiply(multiply(multiply(from_cone, scale), bradford), lights);
}

Buffer curve_tag(double gamma) {
  ByteWriter w;
  w.text("curv");
  w.u32be(0);
  w.u32be(1);
  w.u16be(static_cast<std::uint16_t>(std::lround(gamma * 256.0)));
  w.u16be(0); // tags start at multiples of four
  return std::move(w.buffer);
}

Buffer srgb_curve_tag() {
  constexpr std::uint32_t points = 1024;
  ByteWriter w;
  w.text("curv");
  w.u32be(0);
  w.u32be(points);
  for (std::uint32_t i = 0; i < points; ++i)
    w.u16be(static_cast<std::uint16_t>(std::lround(65535 * srgb_light(i / (points - 1.0)))));
  return std::move(w.buffer);
}

std::vector<IccTag> common_tags(std::string_view description) {
  return {{"desc", icc_description(description)},
          {"cprt", icc_text("no copyright")},
          {"wtpt", icc_xyz(d50)}};
}

Result<void> check_gamma(double gamma) {
  if (gamma >= 0.1 && gamma <= 10.0) return {};
  return fail(Errc::malformed, "a gamma that no picture has");
}

} // namespace

Result<LightMatrix> light_from_xyz(const Primaries& primaries) {
  TRY(const Matrix lights, colorants(primaries));
  return invert(lights);
}

namespace {

// The same curve for all three.
Result<Buffer> rgb_profile(const Primaries& primaries, const Buffer& curve,
                           std::string_view description) {
  TRY(const Matrix m, colorants(primaries));
  std::vector<IccTag> tags = common_tags(description);
  static constexpr std::array<std::string_view, 3> colorant_names{"rXYZ", "gXYZ", "bXYZ"};
  static constexpr std::array<std::string_view, 3> curve_names{"rTRC", "gTRC", "bTRC"};
  for (std::size_t i = 0; i < 3; ++i) {
    tags.push_back({colorant_names[i], icc_xyz({m[0][i], m[1][i], m[2][i]})});
    tags.push_back({curve_names[i], curve});
  }
  return make_icc_file("mntr", "RGB ", tags);
}

} // namespace

Result<Buffer> make_rgb_profile(const Primaries& primaries, double gamma,
                                std::string_view description) {
  TRY_VOID(check_gamma(gamma));
  return rgb_profile(primaries, curve_tag(gamma), description);
}

Result<Buffer> make_srgb_profile() {
  return rgb_profile(srgb_primaries, srgb_curve_tag(), "sRGB");
}

Result<Buffer> make_gray_profile(double gamma) {
  TRY_VOID(check_gamma(gamma));
  std::vector<IccTag> tags = common_tags("gamma stated by the picture");
  tags.push_back({"kTRC", curve_tag(gamma)});
  return make_icc_file("mntr", "GRAY", tags);
}

} // namespace platen::codec
