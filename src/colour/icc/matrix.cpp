#include "colour/icc/matrix.h"

#include "colour/icc/curves.h"
#include "colour/icc/light.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace platen::colour {
namespace {

// The steepest output curves (a pure power) begin with a jump at the smallest light that a table
// can tell from none; elsewhere the two agree far better than this.
constexpr double agreement = 0.35 / 255.0;

std::optional<Matrix> inverse(const Matrix& m) {
  const auto minor = [&m](std::size_t r, std::size_t c) {
    const std::size_t r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const double determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
  if (!(std::abs(determinant) > 1e-6)) return std::nullopt;
  Matrix out{};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      out[c][r] = minor(r, c) / determinant;
  return out;
}

// Everything that a matrix table is made of, before it is rounded.
struct Parts {
  SourceCurves input{};
  std::vector<ToneCurve> output; // 1 or 3, from linear light to samples
  std::vector<Vector> rows;      // 1 or 3
};

std::optional<Parts> take_apart(const Profile& source, const Profile& target, ColorModel to) {
  if (connection_space_of(source) != cmsSigXYZData || connection_space_of(target) != cmsSigXYZData)
    return std::nullopt;
  Parts parts;
  const auto from_source = colorants(source);
  const auto input = source_curves(source);
  if (!from_source || !input) return std::nullopt;
  parts.input = *input;
  auto output = light_to_samples(target, to);
  if (!output) return std::nullopt;
  parts.output = std::move(*output);
  if (to == ColorModel::gray) {
    parts.rows.push_back((*from_source)[1]); // Y
    return parts;
  }
  const auto to_target_forward = colorants(target);
  const auto to_target = to_target_forward ? inverse(*to_target_forward) : std::nullopt;
  if (!to_target) return std::nullopt;
  for (std::size_t row = 0; row < 3; ++row) {
    Vector v{};
    for (std::size_t column = 0; column < 3; ++column)
      for (std::size_t i = 0; i < 3; ++i)
        v[column] += (*to_target)[row][i] * (*from_source)[i][column];
    parts.rows.push_back(v);
  }
  return parts;
}

bool agrees(const Parts& parts, const Evaluator& exact) {
  constexpr std::size_t steps = 12;
  std::vector<float> in;
  for (std::size_t i = 0; i < steps * steps * steps; ++i)
    for (const std::size_t v : {i / (steps * steps), i / steps % steps, i % steps})
      in.push_back(static_cast<float>(v) / (steps - 1));
  for (int i = 0; i < 256; ++i)
    in.insert(in.end(), 3, static_cast<float>(i) / 255.0f); // neutrals
  const std::size_t outputs = parts.rows.size();
  std::vector<float> expected(in.size() / 3 * outputs);
  exact.run(in, expected);
  for (std::size_t pixel = 0; pixel < in.size() / 3; ++pixel) {
    Vector linear{};
    for (std::size_t c = 0; c < 3; ++c)
      linear[c] = eval_source(parts.input[c], in[pixel * 3 + c]);
    for (std::size_t o = 0; o < outputs; ++o) {
      const Vector& row = parts.rows[o];
      const double light =
          std::clamp(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2], 0.0, 1.0);
      const double got = eval(parts.output[o].get(), light);
      if (std::abs(got - static_cast<double>(expected[pixel * outputs + o])) > agreement)
        return false;
    }
  }
  return true;
}

} // namespace

std::optional<ColourTable> fit_matrix(const Profile& source, const Profile& target, ColorModel to,
                                      bool absolute, const Evaluator& exact) {
  auto parts = take_apart(source, target, to);
  if (!parts) return std::nullopt;
  for (Vector& row : parts->rows) {
    if (!absolute) settle_white_row(row);
    for (const double v : row)
      if (!(std::abs(v) < 60.0)) return std::nullopt; // 1.0 = 1 << 25 in 32 bits
  }
  if (!agrees(*parts, exact)) return std::nullopt;

  ColourTable table;
  table.kind = ColourTable::Kind::matrix;
  table.inputs = 3;
  table.outputs = static_cast<std::int32_t>(parts->rows.size());
  constexpr double one = 1 << 30;
  const double floor = light_tolerance(parts->input);
  fit_input_curves({3,
                    [&](std::size_t c, std::int32_t x) {
                      return one * eval_source(parts->input[c], x / 65535.0);
                    },
                    [floor](double v) { return v / (1 << 15) + floor; }},
                   table);
  for (std::size_t o = 0; o < parts->rows.size(); ++o) {
    for (const double v : parts->rows[o])
      table.matrix.push_back(static_cast<std::int32_t>(std::lround(v * (1 << 25))));
    append_output_curve([&](double y) { return eval(parts->output[o].get(), y); }, table);
  }
  return table;
}

} // namespace platen::colour
