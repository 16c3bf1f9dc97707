#include "colour/evaluate.h"

#include <algorithm>
#include <array>

// Vectors stand in arrays here, which the targets whose vectors have no size at compile time cannot
// do.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "colour/evaluate_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// Needs both; this comment keeps the formatter from sorting it before them.
#include "colour/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace platen::colour::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void evaluate(const PreparedTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out) {
  reference::evaluate(table.source, in, out);
}

#else

// The upper 32 bits of m[0] * x[0] + m[1] * x[1] + m[2] * x[2] + (1 << 31), summed in 64 bits.
HWY_INLINE V high_sum(const std::int32_t* m, const V* x, const V* odd_x) {
  const Lanes32 d;
  const Wide wide;
  auto even = hn::Set(wide, std::int64_t{1} << 31);
  auto odd = even;
  for (int c = 0; c < 3; ++c) {
    const V factor = hn::Set(d, m[c]);
    even = hn::Add(even, hn::MulEven(x[c], factor));
    odd = hn::Add(odd, hn::MulEven(odd_x[c], factor));
  }
  return hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even)));
}

HWY_INLINE V through_output_curve(const std::int32_t* pairs, V y) {
  const Lanes32 d;
  const V clamped = hn::Min(hn::Max(y, hn::Zero(d)), hn::Set(d, 1 << 23));
  const hn::RebindToFloat<Lanes32> df;
  const V bits = hn::BitCast(d, hn::ConvertTo(df, hn::Add(clamped, hn::Set(d, 128))));
  const V i = hn::Sub(hn::ShiftRight<16>(bits), hn::Set(d, 134 << 7));
  const V f = hn::And(hn::ShiftRight<1>(bits), hn::Set(d, 32767));
  const V pair = hn::GatherIndex(d, pairs, i);
  const V low = hn::And(pair, hn::Set(d, 65535));
  const V high = upper_half(pair);
  const V part = multiply_add(hn::Sub(high, low), f, hn::Set(d, 16384));
  return hn::Add(low, hn::ShiftRight<15>(part));
}

template<int outputs> HWY_INLINE void through_matrix(const PreparedTable& table, V* x) {
  const Lanes32 d;
  const Wide wide;
  V odd[3];
  for (int c = 0; c < 3; ++c)
    odd[c] = hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(wide, x[c])));
  V y[outputs];
  for (int o = 0; o < outputs; ++o)
    y[o] = through_output_curve(table.output_pairs.data() +
                                    static_cast<std::ptrdiff_t>(o) * ColourTable::output_curve_size,
                                high_sum(table.matrix.data() + std::ptrdiff_t{3} * o, x, odd));
  for (int o = 0; o < outputs; ++o)
    x[o] = y[o];
}

// So that the larger fraction comes first, and its step with it.
HWY_INLINE void order(V& fraction_a, V& step_a, V& fraction_b, V& step_b) {
  const auto swap = hn::Lt(fraction_a, fraction_b);
  const V larger = hn::Max(fraction_a, fraction_b);
  fraction_b = hn::Min(fraction_a, fraction_b);
  fraction_a = larger;
  const V first = hn::IfThenElse(swap, step_b, step_a);
  step_b = hn::IfThenElse(swap, step_a, step_b);
  step_a = first;
}

template<int axes> HWY_INLINE void order_axes(V* fraction, V* step) {
  const auto sort = [&](int a, int b)
                        HWY_ATTR { order(fraction[a], step[a], fraction[b], step[b]); };
  if constexpr (axes == 3) sort(0, 1), sort(1, 2), sort(0, 1);
}

// By simplices along ordered axes. out: `outputs` samples.
template<int axes, int outputs>
HWY_INLINE void interpolate(const PreparedTable& table, V corner, const V* fraction, const V* step,
                            V* out) {
  const Lanes32 d;
  constexpr int words = PreparedTable::words_of_node(outputs);
  V sum[2 * words];
  for (auto& s : sum)
    s = hn::Set(d, 32768);
  V left = hn::Set(d, 65536);
  for (int k = 0; k <= axes; ++k) {
    const V next = k < axes ? fraction[std::min(k, axes - 1)] : hn::Zero(d);
    const V weight = hn::Sub(left, next);
    for (int w = 0; w < words; ++w) {
      const V pair = hn::GatherIndex(d, table.nodes.data() + w, corner);
      const V low = hn::And(pair, hn::Set(d, 65535));
      sum[2 * w] = multiply_add(weight, low, sum[2 * w]);
      if (2 * w + 1 >= outputs) continue;
      const V high = upper_half(pair);
      sum[2 * w + 1] = multiply_add(weight, high, sum[2 * w + 1]);
    }
    if (k < axes) corner = hn::Add(corner, step[std::min(k, axes - 1)]);
    left = next;
  }
  for (int o = 0; o < outputs; ++o)
    out[o] = upper_half(sum[o]);
}

template<int inputs, int outputs> HWY_INLINE void through_grid(const PreparedTable& table, V* x) {
  const Lanes32 d;
  V fraction[inputs], step[inputs];
  V corner = hn::Zero(d);
  std::int64_t size = PreparedTable::words_of_node(outputs);
  for (int axis = inputs; axis-- > 0; size *= table.grid) {
    const V u = hn::Add(x[axis], hn::ShiftRight<15>(x[axis]));
    const V p = hn::Mul(u, hn::Set(d, table.grid - 1)); // unsigned; grid <= 32768 keeps it positive
    const V cell = hn::Min(upper_half(p), hn::Set(d, table.grid - 2));
    fraction[axis] = hn::Sub(p, hn::ShiftLeft<16>(cell));
    step[axis] = hn::Set(d, static_cast<std::int32_t>(size));
    corner = hn::Add(corner, hn::Mul(cell, step[axis]));
  }
  if constexpr (inputs == 4) {
    V a[outputs], b[outputs];
    order_axes<3>(fraction + 1, step + 1);
    interpolate<3, outputs>(table, corner, fraction + 1, step + 1, a);
    interpolate<3, outputs>(table, hn::Add(corner, step[0]), fraction + 1, step + 1, b);
    const V rest = hn::Sub(hn::Set(d, 65536), fraction[0]);
    for (int o = 0; o < outputs; ++o)
      x[o] =
          upper_half(multiply_add(a[o], rest, multiply_add(b[o], fraction[0], hn::Set(d, 32768))));
  } else {
    order_axes<inputs>(fraction, step);
    interpolate<inputs, outputs>(table, corner, fraction, step, x);
  }
}

template<ColourTable::Kind kind, int inputs, int outputs>
HWY_INLINE void evaluate_vector(const PreparedTable& table, const std::uint16_t* in,
                                std::uint16_t* out) {
  using Kind = ColourTable::Kind;
  V x[4];
  load<inputs>(in, x);
  if constexpr (kind == Kind::matrix)
    through_curves<inputs>({table.input_curves.data(), table.curve_size, table.curve_shift}, x);
  else if (table.curve_size != 0)
    through_sample_curves<inputs>(table, x);
  if constexpr (kind == Kind::matrix) through_matrix<outputs>(table, x);
  if constexpr (kind == Kind::clut) through_grid<inputs, outputs>(table, x);
  if constexpr (kind == Kind::clut_matrix) {
    through_grid<inputs, 3>(table, x);
    through_curves<3>({table.light_curves.data(), table.light_curve_size, table.light_curve_shift},
                      x);
    through_matrix<outputs>(table, x);
  }
  store<outputs>(x, out);
}

template<ColourTable::Kind kind, int inputs, int outputs>
void evaluate_row(const PreparedTable& table, std::span<const std::uint16_t> in,
                  std::span<std::uint16_t> out) {
  const std::size_t lanes = hn::Lanes(Lanes32());
  const std::size_t pixels = in.size() / inputs;
  std::size_t i = 0;
  for (; i + lanes <= pixels; i += lanes)
    evaluate_vector<kind, inputs, outputs>(table, in.data() + i * inputs, out.data() + i * outputs);
  if (i == pixels) return;
  // The last pixels, as a vector filled up with black.
  std::array<std::uint16_t, most_lanes * inputs> padded{};
  std::array<std::uint16_t, most_lanes * outputs> result{};
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(i * inputs), in.end(), padded.begin());
  evaluate_vector<kind, inputs, outputs>(table, padded.data(), result.data());
  std::copy_n(result.begin(), (pixels - i) * outputs,
              out.begin() + static_cast<std::ptrdiff_t>(i * outputs));
}

using RowFunction = void (*)(const PreparedTable&, std::span<const std::uint16_t>,
                             std::span<std::uint16_t>);

template<int inputs> RowFunction grid_function(std::int32_t outputs) {
  constexpr auto kind = ColourTable::Kind::clut;
  return outputs == 1   ? evaluate_row<kind, inputs, 1>
         : outputs == 3 ? evaluate_row<kind, inputs, 3>
                        : evaluate_row<kind, inputs, 4>;
}

template<int inputs> RowFunction grid_matrix_function(std::int32_t outputs) {
  constexpr auto kind = ColourTable::Kind::clut_matrix;
  return outputs == 1 ? evaluate_row<kind, inputs, 1> : evaluate_row<kind, inputs, 3>;
}

RowFunction row_function(const PreparedTable& table) {
  using Kind = ColourTable::Kind;
  switch (table.kind) {
  case Kind::curve:
    return table.inputs == 1   ? evaluate_row<Kind::curve, 1, 1>
           : table.inputs == 3 ? evaluate_row<Kind::curve, 3, 3>
                               : evaluate_row<Kind::curve, 4, 4>;
  case Kind::matrix:
    return table.outputs == 1 ? evaluate_row<Kind::matrix, 3, 1> : evaluate_row<Kind::matrix, 3, 3>;
  case Kind::clut:
    return table.inputs == 1   ? grid_function<1>(table.outputs)
           : table.inputs == 3 ? grid_function<3>(table.outputs)
                               : grid_function<4>(table.outputs);
  case Kind::clut_matrix:
    return table.inputs == 1   ? grid_matrix_function<1>(table.outputs)
           : table.inputs == 3 ? grid_matrix_function<3>(table.outputs)
                               : grid_matrix_function<4>(table.outputs);
  default:
    return nullptr;
  }
}

void evaluate(const PreparedTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out) {
  if (const RowFunction function = row_function(table))
    function(table, in, out);
  else
    std::copy(in.begin(), in.end(), out.begin());
}

#endif

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::colour {

HWY_EXPORT(evaluate);

void evaluate(const PreparedTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out) {
  const auto pixels = in.size() / static_cast<std::size_t>(table.inputs);
  EXPECTS(out.size() >= pixels * static_cast<std::size_t>(table.outputs));
  HWY_DYNAMIC_DISPATCH(evaluate)(table, in, out);
}

} // namespace platen::colour
#endif
