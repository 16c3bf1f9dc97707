#include "colour/icc/clut_front.h"

#include "colour/icc/curves.h"
#include "colour/icc/light.h"
#include "colour/icc/linear.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace platen::colour {
namespace {

constexpr Fit wanted{.mean = 0.05 / 255.0, .thousandth = 0.5 / 255.0};
constexpr double unit = 1 << 25; // of a matrix
constexpr double same = 1e-7;    // light; less is rounding

Range range_of(const std::vector<Triple>& points, std::size_t c) {
  const auto [low, high] =
      std::ranges::minmax_element(points, {}, [c](const Triple& p) { return p[c]; });
  return {(*low)[c], std::max((*high)[c] - (*low)[c], 1e-3)};
}

void add_grid(const RootGrid& grid, const Ranges& ranges, ColourTable& table) {
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

// The light that the grid's points reach.
Ranges light_of(const RootGrid& grid, const Ranges& ranges) {
  Ranges light;
  for (std::size_t c = 0; c < 3; ++c) {
    const double low = grid.to_light(ranges[c].low);
    light[c] = {low, grid.to_light(ranges[c].low + ranges[c].width) - low};
  }
  return light;
}

// What must be added to each channel so that the rows give the offset. Where all rows have one sum
// and one offset it is the same in each channel to the last bit.
std::optional<Triple> find_shift(const Affine& affine) {
  const auto sum = [&](std::size_t o) {
    return affine.rows[3 * o] + affine.rows[3 * o + 1] + affine.rows[3 * o + 2];
  };
  bool neutral = std::abs(sum(0)) > same;
  for (std::size_t o = 1; o < affine.offset.size(); ++o)
    neutral = neutral && std::abs(sum(o) - sum(0)) < same &&
              std::abs(affine.offset[o] - affine.offset[0]) < same;
  Triple shift{};
  if (neutral) {
    shift.fill(affine.offset[0] / sum(0));
    return shift;
  }
  const auto solved = least_solution(affine.rows, affine.offset);
  if (!solved) return std::nullopt;
  std::ranges::copy(*solved, shift.begin());
  return shift;
}

bool add_matrix(const Affine& affine, const RootGrid& grid, const Ranges& ranges,
                ColourTable& table) {
  auto scaled = scale_light(affine, light_of(grid, ranges));
  if (!scaled) return false;
  constexpr double one = 1 << 30;
  auto curves =
      fit_curves({3,
                  [&](std::size_t c, std::int32_t x) {
                    const double root = ranges[c].low + ranges[c].width * x / 65535.0;
                    return one * (grid.to_light(root) + scaled->shift[c]) / scaled->peak[c];
                  },
                  [](double v) { return std::abs(v) / (1 << 15) + (1 << 12); }});
  table.light_curve_size = curves.size;
  table.light_curves = std::move(curves.entries);
  table.matrix = std::move(scaled->matrix);
  return true;
}

std::optional<ColourTable> build(const ClutFront& front, RootGrid grid) {
  if (!front.settle(grid)) return std::nullopt;
  ColourTable table;
  table.kind = front.kind;
  table.inputs = static_cast<std::int32_t>(front.exact.inputs);
  table.outputs = static_cast<std::int32_t>(front.exact.outputs);
  Ranges ranges;
  for (std::size_t c = 0; c < 3; ++c)
    ranges[c] = range_of(grid.points, c);
  add_grid(grid, ranges, table);
  const auto affine = front.put_behind(light_of(grid, ranges), table);
  if (!affine || !add_matrix(*affine, grid, ranges, table)) return std::nullopt;
  if (!check(table) || !front.finish(table)) return std::nullopt;
  return table;
}

// The best of the tables that were tried.
class Trials {
public:
  explicit Trials(const ClutFront& front) : front_(front) {}

  Fit offer(RootGrid grid) {
    auto table = build(front_, std::move(grid));
    if (!table) return {};
    const Fit fit = measure(*table, front_.exact);
    if (fit.mean < reached_.mean) {
      reached_ = fit;
      best_ = std::move(table);
    }
    return fit;
  }
  const Fit& reached() const { return reached_; }
  std::optional<ColourTable> take() { return std::move(best_); }

private:
  const ClutFront& front_;
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

std::vector<double> Affine::operator()(const Triple& xyz) const {
  std::vector<double> y = offset;
  for (std::size_t i = 0; i < rows.size(); ++i)
    y[i / 3] += rows[i] * xyz[i % 3];
  return y;
}

std::optional<ScaledLight> scale_light(const Affine& affine, const Ranges& light) {
  const auto shift = find_shift(affine);
  if (!shift) return std::nullopt;
  ScaledLight made;
  made.shift = *shift;
  for (std::size_t c = 0; c < 3; ++c)
    made.peak[c] = std::max({std::abs(light[c].low + made.shift[c]),
                             std::abs(light[c].low + light[c].width + made.shift[c]), 1e-3});
  std::vector<double> sums(affine.offset.size());
  for (std::size_t i = 0; i < affine.rows.size(); ++i) {
    const double v = affine.rows[i] * made.peak[i % 3];
    if (!(std::abs(v) < 60.0)) return std::nullopt; // 1.0 = 1 << 25 in 32 bits
    made.matrix.push_back(static_cast<std::int32_t>(std::lround(v * unit)));
    sums[i / 3] += v;
  }
  for (std::size_t o = 0; o < sums.size(); ++o) {
    // Rows of one sum have the first one's to the bit. What is missing is a few roundings.
    const double sum = std::abs(sums[o] - sums[0]) < same ? sums[0] : sums[o];
    std::int32_t* const row = made.matrix.data() + 3 * o;
    std::int32_t* const largest =
        std::max_element(row, row + 3, [](int a, int b) { return std::abs(a) < std::abs(b); });
    const std::int64_t missing =
        std::llround(sum * unit) - (std::int64_t{row[0]} + row[1] + row[2]);
    *largest += static_cast<std::int32_t>(missing);
  }
  return made;
}

std::optional<ColourTable> fit_behind_clut(const ClutFront& front) {
  Trials trials(front);
  if (const auto own = read_device_table(front.source, front.intent);
      own && own->inputs == front.exact.inputs)
    try_own_grids(*own, trials);
  const bool four = front.exact.inputs == 4;
  for (const std::int32_t grid : {four ? 17 : 33, four ? 25 : 65})
    if (!trials.reached().within(good_fit)) trials.offer(regular_grid(front.to_lab, grid));
  return trials.take();
}

} // namespace platen::colour
