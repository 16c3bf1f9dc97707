#include "colour/icc/clut.h"

#include "colour/evaluate.h"

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

Fit measure(const ColourTable& table, const Evaluator& exact) {
  constexpr std::size_t pixels = 8192;
  std::mt19937 random(2024); // the same colours every time
  std::vector<std::uint16_t> in(pixels * exact.inputs), got(pixels * exact.outputs);
  for (auto& v : in)
    v = static_cast<std::uint16_t>(random());
  reference::evaluate(table, in, got);
  std::vector<float> from, expected(got.size());
  for (const std::uint16_t v : in)
    from.push_back(static_cast<float>(v) / 65535.0f);
  exact.run(from, expected);
  std::vector<double> errors;
  for (std::size_t i = 0; i < got.size(); ++i)
    errors.push_back(std::abs(got[i] / 65535.0 - static_cast<double>(expected[i])));
  std::sort(errors.begin(), errors.end());
  const double sum = std::accumulate(errors.begin(), errors.end(), 0.0);
  return {sum / static_cast<double>(errors.size()),
          errors[errors.size() - 1 - errors.size() / 1000]};
}

std::uint16_t to_sample(float v, bool settle) {
  // Tables from Lab seldom have a point at white itself, and miss it by a code or two.
  if (settle && v > 1.0f - 4.0f / 255.0f) return 65535;
  return static_cast<std::uint16_t>(std::lround(v * 65535.0f));
}

ColourTable fill_clut(const Evaluator& exact, std::int32_t grid) {
  ColourTable table;
  table.kind = Kind::clut;
  table.inputs = static_cast<std::int32_t>(exact.inputs);
  table.outputs = static_cast<std::int32_t>(exact.outputs);
  table.grid = grid;
  fill_grid(exact, table);
  return table;
}

ColourTable fit_clut(const Evaluator& exact, bool ink, bool keep_white) {
  ColourTable best;
  double best_mean = 2.0;
  for (const std::int32_t grid : grids[exact.inputs - 1]) {
    if (grid == best.grid) break;
    ColourTable table = fill_clut(exact, grid);
    const Fit fit = measure(table, exact);
    if (fit.mean < best_mean) {
      best_mean = fit.mean;
      best = std::move(table);
    }
    if (fit.within(good_fit)) break;
  }
  if (keep_white) settle_white(exact, ink, best);
  return best;
}

} // namespace platen::colour
