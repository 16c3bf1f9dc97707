#include "colour/icc/lab_grid.h"

#include "colour/evaluate.h"
#include "colour/icc/clut_front.h"
#include "colour/icc/connection.h"
#include "colour/icc/curves.h"
#include "colour/icc/lab_target.h"
#include "colour/icc/light.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace platen::colour {
namespace {

constexpr double near_white = 1.0 - 4.0 / 255.0; // as to_sample() has it
constexpr double narrowest = 0.01;               // light; less is no picture

// What the table's root curves hold: light from `low` on is their 0..1, as are the roots of it.
struct RootScale {
  Range light, roots;
};

RootScale root_scale(double low, double high) {
  RootScale scale;
  scale.light = {low, std::max(high - low, narrowest)};
  const double first = root(low);
  scale.roots = {first, root(low + scale.light.width) - first};
  return scale;
}

void append_root_curves(const RootScale& scale, ColourTable& table) {
  for (int c = 0; c < 3; ++c)
    append_output_curve(
        [&](double y) {
          const double light = scale.light.low + scale.light.width * y;
          return (root(light) - scale.roots.low) / scale.roots.width;
        },
        table);
}

// From roots to the grid's axes: L = 116 y - 16, a = 500 (x - y), b = 200 (y - z), in the code of
// the profile's version (ICC.1, 6.3.4.2 and 10.10). False: the numbers do not fit.
bool set_axes(const RootScale& scale, bool old_code, LabGrid& grid) {
  constexpr double one = 1 << 14;
  const double lightness = old_code ? 652.8 : 655.35, step = old_code ? 256.0 : 257.0;
  const double root_unit = scale.roots.width / 65535.0;
  const std::array<double, 3> factor{116.0 * root_unit * lightness, 500.0 * root_unit * step,
                                     200.0 * root_unit * step};
  const std::array<double, 3> zero{(116.0 * scale.roots.low - 16.0) * lightness, 128.0 * step,
                                   128.0 * step};
  for (std::size_t i = 0; i < 3; ++i) {
    const double half = 0.5; // the shift rounds down
    if (!(factor[i] < 2.4 && std::abs(zero[i]) < 40'000.0)) return false;
    grid.factor[i] = static_cast<std::int32_t>(std::lround(factor[i] * one));
    grid.offset[i] = static_cast<std::int32_t>(std::lround((zero[i] + half) * one));
  }
  return true;
}

// The map of the connection on top of rows that give X, Y and Z, in the units of the scale.
Affine into_scale(const Connection& connection, const Matrix& to_xyz, const RootScale& scale) {
  Affine affine;
  for (std::size_t o = 0; o < 3; ++o) {
    for (const double v : to_xyz[o])
      affine.rows.push_back(v * connection.scale[o] / scale.light.width);
    affine.offset.push_back((connection.offset[o] - scale.light.low) / scale.light.width);
  }
  return affine;
}

// The scale that holds all that the rows make of light in such ranges.
RootScale scale_for(const Connection& connection, const Matrix& to_xyz, const Ranges& light) {
  double low = 1.0, high = 0.0;
  for (std::size_t o = 0; o < 3; ++o) {
    double least = 0.0, most = 0.0;
    for (std::size_t c = 0; c < 3; ++c) {
      const double a = to_xyz[o][c] * light[c].low, b = a + to_xyz[o][c] * light[c].width;
      least += std::min(a, b);
      most += std::max(a, b);
    }
    low = std::min(low, connection.scale[o] * least + connection.offset[o]);
    high = std::max(high, connection.scale[o] * most + connection.offset[o]);
  }
  return root_scale(low, high);
}

// White becomes exactly white where it is all but that, unless papers' whites are compared.
void raise_white(const LabGridWish& wish, ColourTable& table) {
  if (wish.intent == model::RenderingIntent::absolute) return;
  const bool ink = wish.from == ColorModel::cmyk;
  const std::vector<float> white(wish.exact.inputs, ink ? 0.0f : 1.0f);
  std::vector<float> wanted(wish.exact.outputs);
  wish.exact.run(white, wanted);
  const std::vector<std::uint16_t> in(wish.exact.inputs, ink ? 0 : 65535);
  std::vector<std::uint16_t> got(wish.exact.outputs);
  reference::evaluate(table, in, got);
  for (std::size_t o = 0; o < got.size(); ++o)
    table.lab.white_rise.push_back(static_cast<double>(wanted[o]) > near_white ? 65535 - got[o]
                                                                               : 0);
  if (std::ranges::all_of(table.lab.white_rise, [](std::int32_t rise) { return rise == 0; }))
    table.lab.white_rise.clear();
}

// Behind curves and a matrix.
std::optional<ColourTable> behind_matrix(const LabGridWish& wish, const Connection& connection,
                                         const LabTarget& target) {
  const auto curves = source_curves(wish.source);
  auto rows = colorants(wish.source);
  if (!curves || !rows) return std::nullopt;
  const std::array<double, 3> white{cmsD50_XYZ()->X, cmsD50_XYZ()->Y, cmsD50_XYZ()->Z};
  for (std::size_t o = 0; o < 3; ++o) {
    for (double& v : (*rows)[o])
      v /= white[o];
    if (wish.intent != model::RenderingIntent::absolute) settle_white_row((*rows)[o]);
  }
  ColourTable table;
  table.kind = ColourTable::Kind::lab_grid;
  table.outputs = static_cast<std::int32_t>(wish.exact.outputs);
  table.lab = target.grid;
  const RootScale scale = scale_for(connection, *rows, Ranges{});
  if (!set_axes(scale, target.old_code, table.lab)) return std::nullopt;
  append_root_curves(scale, table);
  auto scaled = scale_light(into_scale(connection, *rows, scale), Ranges{});
  if (!scaled) return std::nullopt;
  table.matrix = std::move(scaled->matrix);
  constexpr double one = 1 << 30;
  const double floor = light_tolerance(*curves);
  fit_input_curves({3,
                    [&](std::size_t c, std::int32_t x) {
                      return one * (eval_source((*curves)[c], x / 65535.0) + scaled->shift[c]) /
                             scaled->peak[c];
                    },
                    [floor](double v) { return std::abs(v) / (1 << 15) + floor; }},
                   table);
  if (!check(table)) return std::nullopt;
  raise_white(wish, table);
  return table;
}

std::optional<ColourTable> behind_clut(const LabGridWish& wish, const Connection& connection,
                                       const LabTarget& target) {
  constexpr Matrix straight{{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
  return fit_behind_clut(
      {.kind = ColourTable::Kind::clut_lab_grid,
       .source = wish.source,
       .intent = wish.intent,
       .to_lab = wish.to_lab,
       .exact = wish.exact,
       .settle = [](RootGrid&) { return true; },
       .put_behind = [&](const Ranges& light, ColourTable& table) -> std::optional<Affine> {
         table.lab = target.grid;
         const RootScale scale = scale_for(connection, straight, light);
         if (!set_axes(scale, target.old_code, table.lab)) return std::nullopt;
         append_root_curves(scale, table);
         return into_scale(connection, straight, scale);
       },
       .finish =
           [&](ColourTable& table) {
             raise_white(wish, table);
             return true;
           }});
}

} // namespace

std::optional<ColourTable> fit_lab_grid(const LabGridWish& wish) {
  if (wish.exact.inputs < 3) return std::nullopt;
  const auto target = read_lab_target(wish.target, wish.intent, wish.to);
  const auto connection = find_connection(wish.source, wish.target, wish.intent, wish.black_point);
  if (!target || !connection) return std::nullopt;
  if (wish.from == ColorModel::rgb) {
    auto table = behind_matrix(wish, *connection, *target);
    if (table && measure(*table, wish.exact).within(good_fit)) return table;
  }
  return behind_clut(wish, *connection, *target);
}

} // namespace platen::colour
