#include "colour/black_and_white.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace platen::colour {

namespace {

// IEC 61966-2-1.
double decode_srgb(double v) {
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double encode_srgb(double light) {
  const double v = std::clamp(light, 0.0, 1.0);
  return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

// CIE 1976 L*, 0..1, of light 0..1, and back.
double f_of(double t) {
  return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}
double light_of_f(double f) {
  return f > 6.0 / 29 ? f * f * f : (116 * f - 16) * 27 / 24389;
}
double lightness_of(double light) {
  return (116 * f_of(light) - 16) / 100;
}

// Through the points without overshoot, by cubics whose slopes are limited (Fritsch and Carlson,
// SIAM Journal on Numerical Analysis 17, 1980): it rises wherever the points do.
class ToneCurve {
public:
  explicit ToneCurve(const std::vector<model::CurvePoint>& points) {
    for (const model::CurvePoint& point : points) {
      x_.push_back(point.in / 100.0);
      y_.push_back(point.out / 100.0);
    }
    if (x_.size() < 2) return;
    std::vector<double> chord;
    for (std::size_t i = 0; i + 1 < x_.size(); ++i)
      chord.push_back((y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]));
    slope_.push_back(chord.front());
    for (std::size_t i = 1; i < chord.size(); ++i) {
      const double a = chord[i - 1], b = chord[i];
      slope_.push_back(a <= 0 || b <= 0 ? 0 : 2 * a * b / (a + b)); // at most twice the flatter one
    }
    slope_.push_back(chord.back());
  }

  double operator()(double x) const {
    if (slope_.empty()) return x;
    const auto next = std::upper_bound(x_.begin() + 1, x_.end() - 1, x);
    const auto i = static_cast<std::size_t>(next - x_.begin()) - 1;
    const double width = x_[i + 1] - x_[i], t = (x - x_[i]) / width;
    const double s = 1 - t;
    return y_[i] * s * s * (1 + 2 * t) + slope_[i] * width * t * s * s +
           y_[i + 1] * t * t * (3 - 2 * t) - slope_[i + 1] * width * t * t * s;
  }

private:
  std::vector<double> x_, y_, slope_;
};

struct Ab {
  double a = 0, b = 0;
};

Ab vector_of(const model::Tint& tint) {
  constexpr double most_chroma = 30;
  const double angle = tint.hue * std::numbers::pi / 180;
  const double chroma = most_chroma * tint.strength / 100;
  return {chroma * std::cos(angle), chroma * std::sin(angle)};
}

// 0 at 0, 1 from `edge` on, smooth.
double faded(double t, double edge) {
  const double u = std::clamp(t / edge, 0.0, 1.0);
  return u * u * (3 - 2 * u);
}

class Tints {
public:
  explicit Tints(const model::BlackAndWhite& wanted)
      : shadows_(vector_of(wanted.shadows)), middle_(vector_of(wanted.middle)),
        highlights_(vector_of(wanted.highlights)) {}

  // By lightness 0..1; the three parts sum to 1.
  Ab at(double lightness) const {
    const double dark = (1 - lightness) * (1 - lightness), light = lightness * lightness;
    const double between = 2 * lightness * (1 - lightness);
    constexpr double edge = 0.15; // of black and of white, where tints fade
    const double fade = faded(lightness, edge) * faded(1 - lightness, edge);
    const auto mixed = [&](double s, double m, double h) {
      return fade * (dark * s + between * m + light * h);
    };
    return {mixed(shadows_.a, middle_.a, highlights_.a),
            mixed(shadows_.b, middle_.b, highlights_.b)};
  }

private:
  Ab shadows_, middle_, highlights_;
};

// Linear sRGB of a lightness with a tint: the gray, and what the tint adds to each channel. D50
// white; the matrix is the inverse of the colorants of the ICC's sRGB profile.
std::array<double, 3> linear_rgb(double lightness, const Ab& tint) {
  const double f = (100 * lightness + 16) / 116;
  const double gray = light_of_f(f);
  const double x = 0.9642 * (light_of_f(f + tint.a / 500) - gray);
  const double z = 0.8249 * (light_of_f(f - tint.b / 200) - gray);
  return {gray + 3.1338561 * x - 0.4906146 * z, gray - 0.9787684 * x + 0.0334540 * z,
          gray + 0.0719453 * x + 1.4052427 * z};
}

// image/colour_table.h: 1.0 is 1 << 30, and the last entry lies a step past the sample 65535.
void add_input_curves(ColourTable& table) {
  constexpr std::int32_t steps = 4096;
  table.curve_size = steps + 1;
  for (int channel = 0; channel < 3; ++channel)
    for (std::int32_t i = 0; i <= steps; ++i)
      table.input_curves.push_back(
          static_cast<std::int32_t>(std::lround(decode_srgb(16.0 * i / 65535) * (1 << 30))));
}

void add_mix(ColourTable& table, const std::array<std::int32_t, 3>& mix) {
  constexpr std::int32_t one = 1 << 25;
  const auto part = [&](std::size_t i) {
    return static_cast<std::int32_t>((std::int64_t{mix[i]} * one + 50) / 100);
  };
  for (int row = 0; row < 3; ++row)
    for (const std::int32_t weight : {part(0), part(1), one - part(0) - part(1)})
      table.matrix.push_back(weight);
}

// Light 0..1 that entry i of an output curve stands for (image/colour_table.h).
double light_of_entry(std::int32_t i) {
  const auto z = std::int64_t{128 + (i & 127)} << (i >> 7);
  return static_cast<double>(z - 128) / (1 << 23);
}

void add_output_curves(ColourTable& table, const model::BlackAndWhite& wanted) {
  const ToneCurve curve(wanted.curve);
  const Tints tints(wanted);
  std::array<std::vector<std::uint16_t>, 3> channels;
  std::array<std::uint16_t, 3> most{};
  constexpr std::int32_t white = ColourTable::output_curve_size - 2; // and whatever lies beyond
  for (std::int32_t i = 0; i < ColourTable::output_curve_size; ++i) {
    const double light = i >= white ? 1.0 : light_of_entry(i);
    const double lightness = std::clamp(curve(lightness_of(light)), 0.0, 1.0);
    const auto rgb = linear_rgb(lightness, tints.at(lightness));
    for (std::size_t c = 0; c < 3; ++c) {
      const auto value = static_cast<std::uint16_t>(std::lround(encode_srgb(rgb[c]) * 65535));
      most[c] = std::max(most[c], value); // a strong tint that fades may not turn a channel round
      channels[c].push_back(most[c]);
    }
  }
  for (const auto& channel : channels)
    table.output_curves.insert(table.output_curves.end(), channel.begin(), channel.end());
}

} // namespace

ColourTable black_and_white_table(const model::BlackAndWhite& wanted) {
  ColourTable table;
  table.kind = ColourTable::Kind::matrix;
  add_input_curves(table);
  add_mix(table, wanted.mix);
  add_output_curves(table, wanted);
  return table;
}

} // namespace platen::colour
