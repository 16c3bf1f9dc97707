#include "colour/icc/matrix.h"

#include "colour/icc/curves.h"
#include "colour/icc/light.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace platen::colour {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>; // rows

// The steepest output curves (a pure power) begin with a jump at the smallest light that a table
// can tell from none; elsewhere the two agree far better than this.
constexpr double agreement = 0.35 / 255.0;

constexpr std::array<cmsTagSignature, 3> colorant_tags{cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                                       cmsSigBlueColorantTag};
std::optional<Matrix> colorants(const Profile& profile) {
  Matrix m{};
  for (std::size_t column = 0; column < 3; ++column) {
    const auto* xyz =
        static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), colorant_tags[column]));
    if (xyz == nullptr) return std::nullopt;
    m[0][column] = xyz->X;
    m[1][column] = xyz->Y;
    m[2][column] = xyz->Z;
  }
  return m;
}

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
  std::array<const cmsToneCurve*, 3> input{};
  std::vector<ToneCurve> output; // 1 or 3, from linear light to samples
  std::vector<Vector> rows;      // 1 or 3
};

bool read_source_curves(const Profile& source, Parts& parts) {
  for (std::size_t c = 0; c < 3; ++c) {
    parts.input[c] = light_curve(source, ColorModel::rgb, c);
    if (parts.input[c] == nullptr) return false;
  }
  return true;
}

// A row that takes white to within a rounding of white takes it exactly there.
void settle_white(Vector& row) {
  const double sum = row[0] + row[1] + row[2];
  if (std::abs(sum - 1.0) < 0.001)
    for (double& v : row)
      v /= sum;
}

std::optional<Parts> take_apart(const Profile& source, const Profile& target, ColorModel to) {
  if (cmsGetPCS(source.get()) != cmsSigXYZData || cmsGetPCS(target.get()) != cmsSigXYZData)
    return std::nullopt;
  Parts parts;
  const auto from_source = colorants(source);
  if (!from_source || !read_source_curves(source, parts)) return std::nullopt;
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

bool is_table(const cmsToneCurve* curve) {
  return cmsGetToneCurveParametricType(curve) == 0;
}

// A source's curve. lcms2 rounds what it interpolates in a table to 16 bits of linear light, a
// dozen codes of 16 bits in the shadows of sRGB; here the interpolation keeps its fraction.
double eval_source(const cmsToneCurve* curve, double v) {
  if (!is_table(curve)) return eval(curve, v);
  const cmsUInt16Number* table = cmsGetToneCurveEstimatedTable(curve);
  const cmsUInt32Number last = cmsGetToneCurveEstimatedTableEntries(curve) - 1;
  const double at = v * last;
  const auto i = std::min(static_cast<cmsUInt32Number>(at), last == 0 ? 0 : last - 1);
  const double fraction = at - i;
  return (table[i] * (1.0 - fraction) + table[std::min(i + 1, last)] * fraction) / 65535.0;
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
    if (!absolute) settle_white(row);
    for (const double v : row)
      if (!(std::abs(v) < 60.0)) return std::nullopt; // 1.0 = 1 << 25 in 32 bits
  }
  if (!agrees(*parts, exact)) return std::nullopt;

  ColourTable table;
  table.kind = ColourTable::Kind::matrix;
  table.inputs = 3;
  table.outputs = static_cast<std::int32_t>(parts->rows.size());
  constexpr double one = 1 << 30;
  // A table's own entries are whole 65535ths: kinks between them are as small as their rounding.
  const bool tables = std::any_of(parts->input.begin(), parts->input.end(), is_table);
  const double floor = tables ? one / 65535.0 : 1 << 12;
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
