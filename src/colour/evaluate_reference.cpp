#include "colour/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace platen::colour::reference {

namespace {

using Pixel = std::array<std::uint16_t, 4>;
using Linear = std::array<std::int64_t, 3>;

std::int32_t curve(const std::vector<std::int32_t>& entries, std::int32_t curve_size,
                   std::size_t channel, std::uint16_t x) {
  const auto size = static_cast<std::size_t>(curve_size);
  const int s = 16 - std::countr_zero(static_cast<std::uint32_t>(curve_size - 1));
  const std::int32_t* t = entries.data() + channel * size;
  const std::size_t i = static_cast<std::size_t>(x) >> s;
  if (s == 0) return t[i];
  const std::int32_t f = x & ((1 << s) - 1);
  return t[i] + (((t[i + 1] - t[i]) * f + (1 << s >> 1)) >> s);
}

std::uint16_t clamp_sample(std::int32_t v) {
  return static_cast<std::uint16_t>(std::clamp(v, 0, 65535));
}

std::uint16_t output_curve(const ColourTable& table, std::size_t output, std::int32_t y) {
  const std::uint16_t* q =
      table.output_curves.data() + output * std::size_t{ColourTable::output_curve_size};
  const auto z = static_cast<std::uint32_t>(y + 128);
  const int e = static_cast<int>(std::bit_width(z)) - 1;
  const std::uint32_t i = (static_cast<std::uint32_t>(e - 7) << 7) + (z >> (e - 7)) - 128;
  const auto f = static_cast<std::int32_t>(((z << (30 - e)) >> 8) & 32767);
  return static_cast<std::uint16_t>(q[i] + (((q[i + 1] - q[i]) * f + 16384) >> 15));
}

void through_matrix(const ColourTable& table, const Linear& linear, std::uint16_t* out) {
  for (std::size_t o = 0; o < static_cast<std::size_t>(table.outputs); ++o) {
    const std::int32_t* m = table.matrix.data() + 3 * o;
    const std::int64_t sum = m[0] * linear[0] + m[1] * linear[1] + m[2] * linear[2];
    const std::int64_t y =
        std::clamp<std::int64_t>((sum + (std::int64_t{1} << 31)) >> 32, 0, std::int64_t{1} << 23);
    out[o] = output_curve(table, o, static_cast<std::int32_t>(y));
  }
}

Linear linear_light(const std::vector<std::int32_t>& curves, std::int32_t size, const Pixel& x) {
  Linear linear{};
  for (std::size_t c = 0; c < 3; ++c)
    linear[c] = curve(curves, size, c, x[c]);
  return linear;
}

struct Axis {
  std::uint32_t fraction = 0;
  std::size_t step = 0;
};

// By simplices along all `axes`, from the corner that is nearest to the origin.
Pixel interpolate(const ColourTable& table, std::size_t corner, std::span<Axis> axes) {
  const auto outputs = static_cast<std::size_t>(clut_outputs(table));
  std::sort(axes.begin(), axes.end(),
            [](const Axis& a, const Axis& b) { return a.fraction > b.fraction; });
  std::array<std::uint32_t, 4> sum{};
  sum.fill(32768);
  std::uint32_t left = 65536;
  for (std::size_t k = 0; k <= axes.size(); ++k) {
    const std::uint32_t next = k < axes.size() ? axes[k].fraction : 0;
    for (std::size_t o = 0; o < outputs; ++o)
      sum[o] += (left - next) * table.clut[corner * outputs + o];
    if (k < axes.size()) corner += axes[k].step;
    left = next;
  }
  Pixel result{};
  for (std::size_t o = 0; o < outputs; ++o)
    result[o] = static_cast<std::uint16_t>(sum[o] >> 16);
  return result;
}

Pixel through_grid(const ColourTable& table, const Pixel& x) {
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto grid = static_cast<std::uint32_t>(table.grid);
  std::array<Axis, 4> axes{};
  std::size_t corner = 0, size = 1;
  for (std::size_t axis = inputs; axis-- > 0; size *= grid) {
    const std::uint32_t u = x[axis] + (std::uint32_t{x[axis]} >> 15);
    const std::uint32_t p = u * (grid - 1);
    const std::uint32_t cell = std::min(p >> 16, grid - 2);
    axes[axis] = {p - (cell << 16), size};
    corner += cell * size;
  }
  if (inputs < 4) return interpolate(table, corner, std::span(axes).first(inputs));
  const auto [f, step] = axes[0];
  const auto rest = std::span(axes).subspan(1);
  const Pixel a = interpolate(table, corner, rest);
  const Pixel b = interpolate(table, corner + step, rest);
  Pixel result{};
  for (std::size_t o = 0; o < result.size(); ++o)
    result[o] = static_cast<std::uint16_t>((a[o] * (65536 - f) + b[o] * f + 32768) >> 16);
  return result;
}

} // namespace

void evaluate(const ColourTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out) {
  using Kind = ColourTable::Kind;
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto outputs = static_cast<std::size_t>(table.outputs);
  for (std::size_t pixel = 0; pixel < in.size() / inputs; ++pixel) {
    Pixel x{};
    std::copy_n(in.begin() + static_cast<std::ptrdiff_t>(pixel * inputs), inputs, x.begin());
    std::uint16_t* to = out.data() + pixel * outputs;
    const bool curves = table.kind != Kind::matrix && !table.input_curves.empty();
    if (table.kind != Kind::identity && curves)
      for (std::size_t c = 0; c < inputs; ++c)
        x[c] = clamp_sample(curve(table.input_curves, table.curve_size, c, x[c]));
    if (table.kind == Kind::clut || table.kind == Kind::clut_matrix) x = through_grid(table, x);
    if (table.kind == Kind::matrix)
      through_matrix(table, linear_light(table.input_curves, table.curve_size, x), to);
    else if (table.kind == Kind::clut_matrix)
      through_matrix(table, linear_light(table.light_curves, table.light_curve_size, x), to);
    else
      std::copy_n(x.begin(), outputs, to);
  }
}

} // namespace platen::colour::reference
