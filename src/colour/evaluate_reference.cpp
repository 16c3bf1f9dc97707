#include "colour/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <utility>

namespace platen::colour::reference {

namespace {

using Pixel = std::array<std::uint16_t, 4>;

std::int32_t input_curve(const ColourTable& table, std::size_t channel, std::uint16_t x) {
  const auto size = static_cast<std::size_t>(table.curve_size);
  const int s = 16 - std::countr_zero(static_cast<std::uint32_t>(table.curve_size - 1));
  const std::int32_t* t = table.input_curves.data() + channel * size;
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

void through_matrix(const ColourTable& table, const Pixel& x, std::uint16_t* out) {
  std::array<std::int64_t, 3> linear{};
  for (std::size_t c = 0; c < 3; ++c)
    linear[c] = input_curve(table, c, x[c]);
  for (std::size_t o = 0; o < static_cast<std::size_t>(table.outputs); ++o) {
    const std::int32_t* m = table.matrix.data() + 3 * o;
    const std::int64_t sum = m[0] * linear[0] + m[1] * linear[1] + m[2] * linear[2];
    const std::int64_t y =
        std::clamp<std::int64_t>((sum + (std::int64_t{1} << 31)) >> 32, 0, std::int64_t{1} << 23);
    out[o] = output_curve(table, o, static_cast<std::int32_t>(y));
  }
}

void through_grid(const ColourTable& table, const Pixel& x, std::uint16_t* out) {
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto outputs = static_cast<std::size_t>(table.outputs);
  const auto grid = static_cast<std::uint32_t>(table.grid);
  std::array<std::uint32_t, 4> fraction{};
  std::array<std::size_t, 4> step{};
  std::size_t corner = 0, size = 1;
  for (std::size_t axis = inputs; axis-- > 0; size *= grid) {
    const std::uint32_t u = x[axis] + (std::uint32_t{x[axis]} >> 15);
    const std::uint32_t p = u * (grid - 1);
    const std::uint32_t cell = std::min(p >> 16, grid - 2);
    fraction[axis] = p - (cell << 16);
    step[axis] = size;
    corner += cell * size;
  }
  std::array<std::size_t, 4> axes{};
  std::iota(axes.begin(), axes.end(), std::size_t{0});
  for (std::size_t i = 1; i < inputs; ++i)
    for (std::size_t k = i; k > 0 && fraction[axes[k]] > fraction[axes[k - 1]]; --k)
      std::swap(axes[k], axes[k - 1]);
  std::array<std::uint32_t, 4> sum{};
  sum.fill(32768);
  std::uint32_t left = 65536;
  for (std::size_t k = 0; k <= inputs; ++k) {
    const std::uint32_t next = k < inputs ? fraction[axes[k]] : 0;
    for (std::size_t o = 0; o < outputs; ++o)
      sum[o] += (left - next) * table.clut[corner * outputs + o];
    if (k < inputs) corner += step[axes[k]];
    left = next;
  }
  for (std::size_t o = 0; o < outputs; ++o)
    out[o] = static_cast<std::uint16_t>(sum[o] >> 16);
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
    const bool curves = !table.input_curves.empty();
    if (table.kind == Kind::curve || (table.kind == Kind::clut && curves))
      for (std::size_t c = 0; c < inputs; ++c)
        x[c] = clamp_sample(input_curve(table, c, x[c]));
    switch (table.kind) {
    case Kind::identity:
    case Kind::curve:
      std::copy_n(x.begin(), inputs, to);
      break;
    case Kind::matrix:
      through_matrix(table, x, to);
      break;
    case Kind::clut:
      through_grid(table, x, to);
      break;
    }
  }
}

} // namespace platen::colour::reference
