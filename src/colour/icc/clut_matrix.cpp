#include "colour/icc/clut_matrix.h"

#include "colour/evaluate.h"
#include "colour/icc/clut.h"
#include "colour/icc/curves.h"
#include "colour/icc/light.h"
#include "colour/icc/linear.h"
#include "colour/icc/roots.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace platen::colour {
namespace {

constexpr Fit wanted{.mean = 0.05 / 255.0, .thousandth = 0.5 / 255.0};
constexpr double near_white = 1.0 - 4.0 / 255.0; // as to_sample() has it

// The target's linear light as rows of three times the source's X, Y and Z, and an offset: the
// primaries, black point compensation and what else an engine does on the way are no more than
// that.
struct Affine {
  std::vector<double> rows, offset;

  std::vector<double> operator()(const Triple& xyz) const {
    std::vector<double> y = offset;
    for (std::size_t i = 0; i < rows.size(); ++i)
      y[i / 3] += rows[i] * xyz[i % 3];
    return y;
  }
};

std::vector<float> random_colours(std::size_t inputs) {
  std::mt19937 random(2025);
  std::vector<float> in(4096 * inputs);
  for (float& v : in)
    v = static_cast<float>(random() >> 8) / static_cast<float>((1 << 24) - 1);
  return in;
}

// By least squares from the engine's own answers inside the gamut.
std::optional<Affine> find_affine(const ClutMatrixWish& wish) {
  const std::vector<float> in = random_colours(wish.exact.inputs);
  const std::size_t pixels = in.size() / wish.exact.inputs, outputs = wish.exact.outputs;
  std::vector<float> lab(3 * pixels), out(outputs * pixels);
  wish.to_lab.run(in, lab);
  wish.exact.run(in, out);
  Affine found;
  for (std::size_t o = 0; o < outputs; ++o) {
    const cmsToneCurve* curve = light_curve(wish.target, wish.to, o);
    if (curve == nullptr) return std::nullopt;
    std::vector<double> squares(16), products(4);
    for (std::size_t p = 0; p < pixels; ++p) {
      const float sample = out[p * outputs + o];
      if (!(sample > 0.01f && sample < 0.99f)) continue;
      const double y = eval(curve, static_cast<double>(sample));
      const Triple xyz = light_of_lab(&lab[3 * p]);
      const std::array<double, 4> v{xyz[0], xyz[1], xyz[2], 1.0};
      for (std::size_t r = 0; r < 4; ++r) {
        products[r] += v[r] * y;
        for (std::size_t c = 0; c < 4; ++c)
          squares[4 * r + c] += v[r] * v[c];
      }
    }
    const auto row = solve(std::move(squares), std::move(products));
    if (!row) return std::nullopt;
    found.rows.insert(found.rows.end(), row->begin(), row->begin() + 3);
    found.offset.push_back((*row)[3]);
  }
  return found;
}

// The white point takes exactly the light that it should have.
bool settle_white(const ClutMatrixWish& wish, const Affine& affine, RootGrid& grid) {
  Triple& point = wish.ink ? grid.points.front() : grid.points.back();
  const std::vector<float> white(wish.exact.inputs, wish.ink ? 0.0f : 1.0f);
  std::vector<float> samples(wish.exact.outputs);
  wish.exact.run(white, samples);
  Triple xyz{};
  for (std::size_t i = 0; i < 3; ++i)
    xyz[i] = grid.to_light(point[i]);
  std::vector<double> missing = affine(xyz);
  for (std::size_t o = 0; o < missing.size(); ++o) {
    const double sample = static_cast<double>(samples[o]);
    // A little beyond, for the roundings on the way; it is clipped.
    missing[o] = sample > near_white ? 1.0002 - missing[o] : 0.0;
  }
  const auto step = least_solution(affine.rows, missing);
  if (!step) return false;
  for (std::size_t i = 0; i < 3; ++i)
    point[i] = grid.from_light(xyz[i] + (*step)[i]);
  return true;
}

struct Range {
  double low = 0.0, width = 1.0;
};

Range range_of(const std::vector<Triple>& points, std::size_t c) {
  const auto [low, high] =
      std::ranges::minmax_element(points, {}, [c](const Triple& p) { return p[c]; });
  return {(*low)[c], std::max((*high)[c] - (*low)[c], 1e-3)};
}

void add_grid(const RootGrid& grid, const std::array<Range, 3>& ranges, ColourTable& table) {
  table.grid = grid.grid;
  for (const Triple& p : grid.points)
    for (std::size_t c = 0; c < 3; ++c)
      table.clut.push_back(static_cast<std::uint16_t>(
          std::lround((p[c] - ranges[c].low) / ranges[c].width * 65535.0)));
  if (grid.curves == nullptr || grid.curves->curves.empty()) return;
  fit_input_curves({grid.curves->inputs,
                    [&](std::size_t c, std::int32_t x) {
                      return 65535.0 * eval(grid.curves->curves[c].get(), x / 65535.0);
                    },
                    [](double) { return 2.0; }},
                   table);
}

// The light curves and the matrix. Each curve is scaled so that it fills -1..1, and takes its share
// of the offset.
bool add_matrix(const Affine& affine, const RootGrid& grid, const std::array<Range, 3>& ranges,
                ColourTable& table) {
  const auto shift = least_solution(affine.rows, affine.offset);
  if (!shift) return false;
  const auto value = [&](std::size_t c, double x) {
    return grid.to_light(ranges[c].low + ranges[c].width * x) + (*shift)[c];
  };
  Triple peak{};
  for (std::size_t c = 0; c < 3; ++c)
    peak[c] = std::max({std::abs(value(c, 0.0)), std::abs(value(c, 1.0)), 1e-3});
  constexpr double one = 1 << 30;
  auto curves = fit_curves(
      {3, [&](std::size_t c, std::int32_t x) { return one * value(c, x / 65535.0) / peak[c]; },
       [](double v) { return std::abs(v) / (1 << 15) + (1 << 12); }});
  table.light_curve_size = curves.size;
  table.light_curves = std::move(curves.entries);
  for (std::size_t i = 0; i < affine.rows.size(); ++i) {
    const double v = affine.rows[i] * peak[i % 3];
    if (!(std::abs(v) < 60.0)) return false; // 1.0 = 1 << 25 in 32 bits
    table.matrix.push_back(static_cast<std::int32_t>(std::lround(v * (1 << 25))));
  }
  return true;
}

bool white_is_kept(const ClutMatrixWish& wish, const ColourTable& table) {
  const std::vector<float> white(wish.exact.inputs, wish.ink ? 0.0f : 1.0f);
  std::vector<float> wanted_samples(wish.exact.outputs);
  wish.exact.run(white, wanted_samples);
  const std::vector<std::uint16_t> in(wish.exact.inputs, wish.ink ? 0 : 65535);
  std::vector<std::uint16_t> got(wish.exact.outputs);
  reference::evaluate(table, in, got);
  for (std::size_t o = 0; o < got.size(); ++o)
    if (static_cast<double>(wanted_samples[o]) > near_white && got[o] != 65535) return false;
  return true;
}

std::optional<ColourTable> build(const ClutMatrixWish& wish, const Affine& affine, RootGrid grid) {
  if (wish.keep_white && !settle_white(wish, affine, grid)) return std::nullopt;
  ColourTable table;
  table.kind = ColourTable::Kind::clut_matrix;
  table.inputs = static_cast<std::int32_t>(wish.exact.inputs);
  table.outputs = static_cast<std::int32_t>(wish.exact.outputs);
  std::array<Range, 3> ranges;
  for (std::size_t c = 0; c < 3; ++c)
    ranges[c] = range_of(grid.points, c);
  add_grid(grid, ranges, table);
  const auto output = light_to_samples(wish.target, wish.to);
  if (!output || !add_matrix(affine, grid, ranges, table)) return std::nullopt;
  for (const ToneCurve& curve : *output)
    append_output_curve([&](double y) { return eval(curve.get(), y); }, table);
  if (!check(table) || (wish.keep_white && !white_is_kept(wish, table))) return std::nullopt;
  return table;
}

// The best of the tables that were tried.
class Trials {
public:
  Trials(const ClutMatrixWish& wish, const Affine& affine) : wish_(wish), affine_(affine) {}

  Fit offer(RootGrid grid) {
    auto table = build(wish_, affine_, std::move(grid));
    if (!table) return {};
    const Fit fit = measure(*table, wish_.exact);
    if (fit.mean < reached_.mean) {
      reached_ = fit;
      best_ = std::move(table);
    }
    return fit;
  }
  const Fit& reached() const { return reached_; }
  std::optional<ColourTable> take() { return std::move(best_); }

private:
  const ClutMatrixWish& wish_;
  const Affine& affine_;
  Fit reached_;
  std::optional<ColourTable> best_;
};

// On the profile's own points; where something behind its grid bends the lines between them, on
// finer ones as well, which are its own and others between.
void try_own_grids(const DeviceTable& own, Trials& trials) {
  const bool four = own.inputs == 4;
  if (own.grid > (four ? 33 : 129)) return; // 7 or 13 MB
  const Fit newer = trials.offer(own_grid(own, LabCode::version4, 1));
  if (newer.within(wanted)) return;
  const Fit older = trials.offer(own_grid(own, LabCode::version2, 1));
  if (older.within(wanted) || own.straight) return;
  const LabCode code = older.mean < newer.mean ? LabCode::version2 : LabCode::version4;
  for (const std::int32_t refined : {2, 3, 4, 6, 8, 12})
    if (refined * (own.grid - 1) < (four ? 25 : 65))
      if (trials.offer(own_grid(own, code, refined)).within(wanted)) return;
}

} // namespace

std::optional<ColourTable> fit_clut_matrix(const ClutMatrixWish& wish) {
  const auto affine = find_affine(wish);
  if (!affine) return std::nullopt;
  Trials trials(wish, *affine);
  if (const auto own = read_device_table(wish.source, wish.intent);
      own && own->inputs == wish.exact.inputs)
    try_own_grids(*own, trials);
  const bool four = wish.exact.inputs == 4;
  for (const std::int32_t grid : {four ? 17 : 33, four ? 25 : 65})
    if (!trials.reached().within(good_fit)) trials.offer(regular_grid(wish.to_lab, grid));
  return trials.take();
}

} // namespace platen::colour
