#pragma once

#include "image/colour_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace platen::test {

// image/colour_table.h, line by line.
class Evaluate {
public:
  explicit Evaluate(const ColourTable& table) : t(table) {}

  std::vector<std::uint16_t> operator()(const std::vector<std::uint16_t>& x) const {
    using Kind = ColourTable::Kind;
    std::vector<std::uint16_t> result;
    switch (t.kind) {
    case Kind::identity:
      return x;
    case Kind::curve:
      for (std::size_t c = 0; c < x.size(); ++c)
        result.push_back(clamped(in(c, x[c])));
      return result;
    case Kind::matrix:
      return matrix({in(0, x[0]), in(1, x[1]), in(2, x[2])});
    case Kind::clut:
      return clut(x);
    case Kind::clut_matrix: {
      const auto samples = clut(x);
      return matrix({light(0, samples[0]), light(1, samples[1]), light(2, samples[2])});
    }
    case Kind::lab_grid:
      return lab(x, matrix({in(0, x[0]), in(1, x[1]), in(2, x[2])}));
    case Kind::clut_lab_grid: {
      const auto samples = clut(x);
      return lab(x, matrix({light(0, samples[0]), light(1, samples[1]), light(2, samples[2])}));
    }
    }
    return result;
  }

private:
  struct Axis {
    std::uint32_t f;
    std::size_t step;
  };

  static std::uint16_t clamped(std::int32_t v) {
    return static_cast<std::uint16_t>(std::clamp(v, 0, 65535));
  }

  std::int32_t in(std::size_t c, std::uint16_t x) const {
    return curve(t.input_curves, t.curve_size, c, x);
  }
  std::int32_t light(std::size_t c, std::uint16_t x) const {
    return curve(t.light_curves, t.light_curve_size, c, x);
  }

  static std::int32_t curve(const std::vector<std::int32_t>& curves, std::int32_t size,
                            std::size_t c, std::uint16_t x) {
    const int k = std::countr_zero(static_cast<std::uint32_t>(size - 1)), s = 16 - k;
    const std::int32_t* e = curves.data() + c * static_cast<std::size_t>(size);
    const int i = x >> s, f = x & ((1 << s) - 1);
    return e[i] + (((e[i + 1] - e[i]) * f + ((1 << s) >> 1)) >> s);
  }

  std::vector<std::uint16_t> matrix(const std::array<std::int32_t, 3>& linear) const {
    std::vector<std::uint16_t> result;
    for (std::size_t o = 0; o < static_cast<std::size_t>(matrix_outputs(t)); ++o) {
      std::int64_t sum = 0;
      for (std::size_t c = 0; c < 3; ++c)
        sum += std::int64_t{t.matrix[3 * o + c]} * linear[c];
      const std::int64_t y =
          std::clamp<std::int64_t>((sum + (std::int64_t{1} << 31)) >> 32, 0, 1 << 23);
      const auto z = static_cast<std::uint32_t>(y + 128);
      const int e = 31 - std::countl_zero(z);
      const std::uint32_t i = (static_cast<std::uint32_t>(e - 7) << 7) + (z >> (e - 7)) - 128;
      const auto f = static_cast<std::int32_t>(((z << (30 - e)) >> 8) & 32767);
      const std::uint16_t* q = t.output_curves.data() + o * ColourTable::output_curve_size;
      result.push_back(static_cast<std::uint16_t>(q[i] + (((q[i + 1] - q[i]) * f + 16384) >> 15)));
    }
    return result;
  }

  std::vector<std::uint16_t> clut(const std::vector<std::uint16_t>& x) const {
    std::vector<Axis> axes;
    const auto grid = static_cast<std::uint32_t>(t.grid),
               outputs = static_cast<std::uint32_t>(clut_outputs(t));
    std::size_t corner = 0, step = outputs;
    for (std::size_t c = x.size(); c-- > 0; step *= grid) {
      const std::uint32_t v = t.input_curves.empty() ? x[c] : clamped(in(c, x[c]));
      const std::uint32_t u = v + (v >> 15), p = u * (grid - 1);
      const std::uint32_t cell = std::min(p >> 16, grid - 2);
      axes.push_back({p - (cell << 16), step});
      corner += cell * step;
    }
    if (axes.size() < 4) return simplex(corner, axes);
    const Axis first = axes.back(); // the slowest
    axes.pop_back();
    const auto a = simplex(corner, axes), b = simplex(corner + first.step, axes);
    std::vector<std::uint16_t> result;
    for (std::size_t o = 0; o < outputs; ++o)
      result.push_back(
          static_cast<std::uint16_t>((a[o] * (65536 - first.f) + b[o] * first.f + 32768) >> 16));
    return result;
  }

  std::vector<std::uint16_t> simplex(std::size_t corner, std::vector<Axis> axes) const {
    const auto outputs = static_cast<std::uint32_t>(clut_outputs(t));
    std::stable_sort(axes.begin(), axes.end(), [](Axis a, Axis b) { return a.f > b.f; });
    std::vector<std::uint32_t> sums(outputs, 32768);
    std::uint32_t before = 65536;
    for (std::size_t n = 0; n <= axes.size(); ++n) {
      const std::uint32_t next = n < axes.size() ? axes[n].f : 0;
      for (std::size_t o = 0; o < outputs; ++o)
        sums[o] += (before - next) * t.clut[corner + o];
      before = next;
      if (n < axes.size()) corner += axes[n].step;
    }
    std::vector<std::uint16_t> result;
    for (const std::uint32_t sum : sums)
      result.push_back(static_cast<std::uint16_t>(sum >> 16));
    return result;
  }

  // given: what the table was asked; r: the roots.
  std::vector<std::uint16_t> lab(const std::vector<std::uint16_t>& given,
                                 const std::vector<std::uint16_t>& r) const {
    const LabGrid& g = t.lab;
    const std::int32_t d[3] = {r[1], std::clamp(r[0] - r[1], -32768, 32767), r[1] - r[2]};
    std::size_t cell[3];
    std::uint32_t f[3];
    const auto points = static_cast<std::size_t>(g.grid), n = static_cast<std::size_t>(t.outputs);
    for (std::size_t i = 0; i < 3; ++i) {
      std::uint32_t x = clamped((g.factor[i] * d[i] + g.offset[i]) >> 14);
      if (!g.input_curves.empty())
        x = clamped(curve(g.input_curves, g.curve_size, i, static_cast<std::uint16_t>(x)));
      const auto p = (x + (x >> 15)) * static_cast<std::uint32_t>(points - 1);
      cell[i] = std::min<std::size_t>(p >> 16, points - 2);
      f[i] = p - static_cast<std::uint32_t>(cell[i] << 16);
    }
    const auto line = [&](std::uint32_t a, std::uint32_t b, std::size_t i) {
      return (a * (65536 - f[i]) + b * f[i] + 32768) >> 16;
    };
    const int m = given.size() == 4 ? 65535 - *std::max_element(given.begin(), given.end())
                                    : *std::min_element(given.begin(), given.end());
    std::vector<std::uint16_t> result;
    for (std::size_t o = 0; o < n; ++o) {
      const auto node = [&](std::size_t l, std::size_t a, std::size_t b) -> std::uint32_t {
        return g.nodes[(((cell[0] + l) * points + cell[1] + a) * points + cell[2] + b) * n + o];
      };
      const auto face = [&](std::size_t l) {
        return line(line(node(l, 0, 0), node(l, 0, 1), 2), line(node(l, 1, 0), node(l, 1, 1), 2),
                    1);
      };
      std::int32_t v = static_cast<std::int32_t>(line(face(0), face(1), 0));
      if (!g.output_curves.empty())
        v = clamped(curve(g.output_curves, g.output_curve_size, o, static_cast<std::uint16_t>(v)));
      if (!g.white_rise.empty()) v += (g.white_rise[o] * std::max(m - 65279, 0)) >> 8;
      result.push_back(static_cast<std::uint16_t>(std::min(v, 65535)));
    }
    return result;
  }

  const ColourTable& t;
};

} // namespace platen::test
