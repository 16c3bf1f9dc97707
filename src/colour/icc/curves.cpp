#include "colour/icc/curves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace platen::colour {
namespace {

constexpr std::size_t samples = 65536;
constexpr std::array<int, 6> sizes_tried{9, 10, 11, 12, 14, 16}; // k of image/colour_table.h

std::int32_t rounded(double v) {
  return static_cast<std::int32_t>(std::lround(v));
}

// The curve of (1 << k) + 1 entries through every (1 << s)-th value, or nothing if it strays too
// far.
std::optional<std::vector<std::int32_t>> try_size(const std::vector<double>& exact, int k,
                                                  const std::function<double(double)>& tolerance) {
  const int s = 16 - k;
  const std::int32_t step = 1 << s;
  const std::size_t last = std::size_t{1} << k;
  std::vector<std::int32_t> t(last + 1);
  for (std::size_t i = 0; i < last; ++i)
    t[i] = rounded(exact[i << s]);
  // One step past the end, so that the interpolation gives the end's value at the last sample.
  t[last] = s == 0 ? t[last - 1]
                   : rounded(t[last - 1] + (exact[samples - 1] - t[last - 1]) * step / (step - 1));
  if (s == 0) return t;
  const std::int64_t bound = std::int64_t{1} << (31 - s);
  for (std::size_t i = 0; i < last; ++i) {
    const std::int64_t rise = std::int64_t{t[i + 1]} - t[i];
    if (std::abs(rise) >= bound) return std::nullopt;
    for (std::int32_t f = 0; f < step; ++f) {
      const double x = exact[(i << s) + static_cast<std::size_t>(f)];
      if (std::abs(t[i] + static_cast<double>(rise) * f / step - x) > tolerance(x))
        return std::nullopt;
    }
  }
  return t;
}

} // namespace

FittedCurves fit_curves(const CurveFit& fit) {
  std::vector<std::vector<double>> exact(fit.channels, std::vector<double>(samples));
  for (std::size_t c = 0; c < fit.channels; ++c)
    for (std::size_t x = 0; x < samples; ++x)
      exact[c][x] = fit.value(c, static_cast<std::int32_t>(x));
  for (const int k : sizes_tried) {
    std::vector<std::int32_t> all;
    for (std::size_t c = 0; c < fit.channels; ++c) {
      const auto curve = try_size(exact[c], k, fit.tolerance);
      if (!curve) break;
      all.insert(all.end(), curve->begin(), curve->end());
    }
    const std::int32_t size = (1 << k) + 1;
    if (all.size() == fit.channels * static_cast<std::size_t>(size)) return {size, std::move(all)};
  }
  EXPECTS(false); // the largest size holds every sample
  return {};
}

void fit_input_curves(const CurveFit& fit, ColourTable& table) {
  auto fitted = fit_curves(fit);
  table.curve_size = fitted.size;
  table.input_curves = std::move(fitted.entries);
}

void append_output_curve(const std::function<double(double)>& value, ColourTable& table) {
  constexpr std::int32_t last = ColourTable::output_curve_size - 2; // full light
  constexpr double one = 1 << 23;
  for (std::int32_t i = 0; i < ColourTable::output_curve_size; ++i) {
    const std::int32_t octave = i >> 7, within = i & 127;
    const double y = ((128 + within) << octave) - 128;
    const double v = i >= last ? value(1.0) : value(y / one);
    table.output_curves.push_back(
        static_cast<std::uint16_t>(rounded(std::clamp(v, 0.0, 1.0) * 65535.0)));
  }
}

} // namespace platen::colour
