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

Pixel through_matrix(const ColourTable& table, const Linear& linear) {
  Pixel out{};
  for (std::size_t o = 0; o < static_cast<std::size_t>(matrix_outputs(table)); ++o) {
    const std::int32_t* m = table.matrix.data() + 3 * o;
    const std::int64_t sum = m[0] * linear[0] + m[1] * linear[1] + m[2] * linear[2];
    const std::int64_t y =
        std::clamp<std::int64_t>((sum + (std::int64_t{1} << 31)) >> 32, 0, std::int64_t{1} << 23);
    out[o] = output_curve(table, o, static_cast<std::int32_t>(y));
  }
  return out;
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

struct Place {
  std::uint32_t cell, fraction;
};
Place place(std::uint32_t x, std::uint32_t grid) {
  const std::uint32_t p = (x + (x >> 15)) * (grid - 1);
  const std::uint32_t cell = std::min(p >> 16, grid - 2);
  return {cell, p - (cell << 16)};
}

Pixel through_grid(const ColourTable& table, const Pixel& x) {
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto grid = static_cast<std::uint32_t>(table.grid);
  std::array<Axis, 4> axes{};
  std::size_t corner = 0, size = 1;
  for (std::size_t axis = inputs; axis-- > 0; size *= grid) {
    const auto [cell, fraction] = place(x[axis], grid);
    axes[axis] = {fraction, size};
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

// Each channel through its own curve, where there are curves.
void through_curves(const std::vector<std::int32_t>& curves, std::int32_t size,
                    std::size_t channels, Pixel& x) {
  if (curves.empty()) return;
  for (std::size_t c = 0; c < channels; ++c)
    x[c] = clamp_sample(curve(curves, size, c, x[c]));
}

Pixel lab_of_roots(const LabGrid& lab, const Pixel& r) {
  const std::array<std::int32_t, 3> d{r[1], std::clamp(r[0] - r[1], -32768, 32767), r[1] - r[2]};
  Pixel x{};
  for (std::size_t i = 0; i < 3; ++i)
    x[i] = clamp_sample((lab.factor[i] * d[i] + lab.offset[i]) >> 14);
  return x;
}

std::uint32_t between(std::uint32_t a, std::uint32_t b, std::uint32_t f) {
  return (a * (65536 - f) + b * f + 32768) >> 16;
}

// Trilinear.
Pixel through_lab_nodes(const LabGrid& lab, std::size_t outputs, const Pixel& x) {
  const auto grid = static_cast<std::uint32_t>(lab.grid);
  std::array<Axis, 3> axes{};
  std::size_t corner = 0, size = outputs;
  for (std::size_t axis = 3; axis-- > 0; size *= grid) {
    const auto [cell, fraction] = place(x[axis], grid);
    axes[axis] = {fraction, size};
    corner += cell * size;
  }
  Pixel result{};
  for (std::size_t o = 0; o < outputs; ++o) {
    const std::uint16_t* const node = lab.nodes.data() + corner + o;
    const auto along = [&](std::size_t at) {
      return between(node[at], node[at + axes[2].step], axes[2].fraction);
    };
    const auto across = [&](std::size_t at) {
      return between(along(at), along(at + axes[1].step), axes[1].fraction);
    };
    result[o] =
        static_cast<std::uint16_t>(between(across(0), across(axes[0].step), axes[0].fraction));
  }
  return result;
}

// How far above 65279 the pixel is as a whole.
std::int32_t whiteness(const Pixel& x, std::size_t inputs) {
  const int least = inputs == 4 ? 65535 - *std::ranges::max_element(x)
                                : *std::min_element(x.begin(), x.begin() + 3);
  return std::max(least - 65279, 0);
}

Pixel through_lab_grid(const ColourTable& table, const Pixel& given, const Pixel& roots) {
  const LabGrid& lab = table.lab;
  const auto outputs = static_cast<std::size_t>(table.outputs);
  Pixel x = lab_of_roots(lab, roots);
  through_curves(lab.input_curves, lab.curve_size, 3, x);
  x = through_lab_nodes(lab, outputs, x);
  through_curves(lab.output_curves, lab.output_curve_size, outputs, x);
  const std::int32_t white = whiteness(given, static_cast<std::size_t>(table.inputs));
  for (std::size_t o = 0; o < lab.white_rise.size(); ++o)
    x[o] = clamp_sample(x[o] + ((lab.white_rise[o] * white) >> 8));
  return x;
}

Pixel evaluate_pixel(const ColourTable& table, const Pixel& given) {
  using Kind = ColourTable::Kind;
  const bool straight_to_light = table.kind == Kind::matrix || table.kind == Kind::lab_grid;
  Pixel x = given;
  if (table.kind != Kind::identity && !straight_to_light)
    through_curves(table.input_curves, table.curve_size, static_cast<std::size_t>(table.inputs), x);
  if (has_clut(table.kind)) x = through_grid(table, x);
  if (has_matrix(table.kind))
    x = through_matrix(table, straight_to_light
                                  ? linear_light(table.input_curves, table.curve_size, x)
                                  : linear_light(table.light_curves, table.light_curve_size, x));
  return has_lab_grid(table.kind) ? through_lab_grid(table, given, x) : x;
}

} // namespace

void evaluate(const ColourTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out) {
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto outputs = static_cast<std::size_t>(table.outputs);
  for (std::size_t pixel = 0; pixel < in.size() / inputs; ++pixel) {
    Pixel x{};
    std::copy_n(in.begin() + static_cast<std::ptrdiff_t>(pixel * inputs), inputs, x.begin());
    x = evaluate_pixel(table, x);
    std::copy_n(x.begin(), outputs, out.data() + pixel * outputs);
  }
}

} // namespace platen::colour::reference
