#include "colour/icc/clut_matrix.h"

#include "colour/evaluate.h"
#include "colour/icc/clut_front.h"
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

constexpr double near_white = 1.0 - 4.0 / 255.0; // as to_sample() has it

std::vector<float> random_colours(std::size_t inputs) {
  std::mt19937 random(2025);
  std::vector<float> in(4096 * inputs);
  for (float& v : in)
    v = static_cast<float>(random() >> 8) / static_cast<float>((1 << 24) - 1);
  return in;
}

// The primaries, black point compensation and what else an engine does on the way are no more than
// an affine map; found by least squares from its own answers inside the gamut.
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

} // namespace

std::optional<ColourTable> fit_clut_matrix(const ClutMatrixWish& wish) {
  const auto affine = find_affine(wish);
  if (!affine) return std::nullopt;
  return fit_behind_clut(
      {.kind = ColourTable::Kind::clut_matrix,
       .source = wish.source,
       .intent = wish.intent,
       .to_lab = wish.to_lab,
       .exact = wish.exact,
       .settle =
           [&](RootGrid& grid) { return !wish.keep_white || settle_white(wish, *affine, grid); },
       .put_behind = [&](const Ranges&, ColourTable& table) -> std::optional<Affine> {
         const auto output = light_to_samples(wish.target, wish.to);
         if (!output) return std::nullopt;
         for (const ToneCurve& curve : *output)
           append_output_curve([&](double y) { return eval(curve.get(), y); }, table);
         return affine;
       },
       .finish =
           [&](ColourTable& table) { return !wish.keep_white || white_is_kept(wish, table); }});
}

} // namespace platen::colour
