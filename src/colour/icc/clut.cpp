#include "colour/icc/clut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace platen::colour {
namespace {

using Kind = ColourTable::Kind;

// Grids tried for 1, 2, 3 and 4 inputs, coarse to fine; each holds the points of the one before it
// or of a coarser regular grid, such as 17^3 and 9^4. Memory: 33^3 x 3 samples are 216 kB, 49^3 are
// 0.7 MB, 65^3 are 1.6 MB, 17^4 are 0.5 MB, 25^4 are 2.3 MB.
constexpr std::array<std::array<std::int32_t, 3>, 4> grids{
    {{1025, 4097, 32769}, {65, 129, 257}, {33, 49, 65}, {17, 25, 25}}};

// Good enough to stop: over random colours, on average and for all but one sample in a thousand.
// Those lie at the edge of a gamut, where an 8-bit code of a dark sample is far below a visible
// difference.
constexpr double mean_wanted = 0.1 / 255.0, thousandth_wanted = 3.0 / 255.0;

struct Fit {
  double mean = 1.0, thousandth = 1.0;
  bool good() const { return mean <= mean_wanted && thousandth <= thousandth_wanted; }
};

// The simplex interpolation of image/colour_table.h, in floating point.
void interpolate(const ColourTable& t, std::span<const float> in, std::span<double> out) {
  const std::size_t inputs = in.size(), outputs = out.size();
  const auto grid = static_cast<std::size_t>(t.grid);
  std::array<std::size_t, 4> order{}, stride{};
  std::array<double, 4> fraction{};
  std::size_t corner = 0, step = outputs;
  for (std::size_t c = inputs; c-- > 0; step *= grid) {
    const double p = static_cast<double>(in[c]) * static_cast<double>(grid - 1);
    const std::size_t cell = std::min(static_cast<std::size_t>(p), grid - 2);
    fraction[c] = p - static_cast<double>(cell);
    stride[c] = step;
    corner += cell * step;
  }
  const auto axes = std::span(order).first(inputs);
  std::iota(axes.begin(), axes.end(), std::size_t{0});
  std::sort(axes.begin(), axes.end(),
            [&](std::size_t a, std::size_t b) { return fraction[a] > fraction[b]; });
  std::fill(out.begin(), out.end(), 0.0);
  double before = 1.0;
  for (std::size_t k = 0; k <= inputs; ++k) {
    const double next = k < inputs ? fraction[axes[k]] : 0.0;
    for (std::size_t o = 0; o < outputs; ++o)
      out[o] += (before - next) * t.clut[corner + o] / 65535.0;
    before = next;
    if (k < inputs) corner += stride[axes[k]];
  }
}

Fit measure(const ColourTable& table, const Evaluator& exact) {
  constexpr std::size_t pixels = 8192;
  std::mt19937 random(2024); // the same colours every time
  std::vector<float> in(pixels * exact.inputs);
  for (float& v : in)
    v = static_cast<float>(random() >> 8) / static_cast<float>((1 << 24) - 1);
  std::vector<float> expected(pixels * exact.outputs);
  exact.run(in, expected);
  std::vector<double> errors, got(exact.outputs);
  for (std::size_t p = 0; p < pixels; ++p) {
    interpolate(table, std::span(in).subspan(p * exact.inputs, exact.inputs), got);
    for (std::size_t o = 0; o < exact.outputs; ++o)
      errors.push_back(std::abs(got[o] - static_cast<double>(expected[p * exact.outputs + o])));
  }
  std::sort(errors.begin(), errors.end());
  const double sum = std::accumulate(errors.begin(), errors.end(), 0.0);
  return {sum / static_cast<double>(errors.size()),
          errors[errors.size() - 1 - errors.size() / 1000]};
}

void fill_grid(const Evaluator& exact, ColourTable& table) {
  const auto grid = static_cast<std::size_t>(table.grid);
  std::size_t points = 1;
  for (std::size_t c = 0; c < exact.inputs; ++c)
    points *= grid;
  table.clut.resize(points * exact.outputs);
  // A slab at a time: the last axis runs fastest.
  std::vector<float> in(grid * exact.inputs), out(grid * exact.outputs);
  for (std::size_t first = 0; first < points; first += grid) {
    for (std::size_t i = 0; i < grid; ++i) {
      std::size_t rest = first + i;
      for (std::size_t c = exact.inputs; c-- > 0; rest /= grid)
        in[i * exact.inputs + c] = static_cast<float>(rest % grid) / static_cast<float>(grid - 1);
    }
    exact.run(in, out);
    for (std::size_t i = 0; i < out.size(); ++i)
      table.clut[first * exact.outputs + i] = to_sample(out[i], false);
  }
}

void settle_white(const Evaluator& exact, bool ink, ColourTable& table) {
  std::vector<float> white(exact.inputs, ink ? 0.0f : 1.0f), out(exact.outputs);
  exact.run(white, out);
  const std::size_t at = ink ? 0 : table.clut.size() - exact.outputs;
  for (std::size_t o = 0; o < exact.outputs; ++o)
    table.clut[at + o] = to_sample(out[o], true);
}

} // namespace

std::uint16_t to_sample(float v, bool settle) {
  // Tables from Lab seldom have a point at white itself, and miss it by a code or two.
  if (settle && v > 1.0f - 4.0f / 255.0f) return 65535;
  return static_cast<std::uint16_t>(std::lround(v * 65535.0f));
}

ColourTable fit_clut(const Evaluator& exact, bool ink, bool keep_white) {
  ColourTable best;
  double best_mean = 2.0;
  for (const std::int32_t grid : grids[exact.inputs - 1]) {
    if (grid == best.grid) break;
    ColourTable table;
    table.kind = Kind::clut;
    table.inputs = static_cast<std::int32_t>(exact.inputs);
    table.outputs = static_cast<std::int32_t>(exact.outputs);
    table.grid = grid;
    fill_grid(exact, table);
    const Fit fit = measure(table, exact);
    if (fit.mean < best_mean) {
      best_mean = fit.mean;
      best = std::move(table);
    }
    if (fit.good()) break;
  }
  if (keep_white) settle_white(exact, ink, best);
  return best;
}

} // namespace platen::colour
