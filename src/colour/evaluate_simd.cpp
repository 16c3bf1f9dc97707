#include "colour/evaluate.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "colour/evaluate_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// Needs both; this comment keeps the formatter from sorting it before them.
#include "colour/grid-inl.h"
#include "colour/lab_grid-inl.h"

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

// y is clamped; what comes out are samples.
HWY_INLINE void through_output_curve(const std::int32_t* pairs, Channel& y, Block& work) {
  const Lanes32 d;
  const hn::RebindToFloat<Lanes32> df;
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const V clamped = hn::Min(hn::Max(at(y, i), hn::Zero(d)), hn::Set(d, 1 << 23));
    const V bits = hn::BitCast(d, hn::ConvertTo(df, hn::Add(clamped, hn::Set(d, 128))));
    put(hn::Sub(hn::ShiftRight<16>(bits), hn::Set(d, 134 << 7)), work.index, i);
    put(hn::And(hn::ShiftRight<1>(bits), hn::Set(d, 32767)), y, i);
  }
  fetch_words(pairs, work.index, work.count, work.fetched);
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const V pair = hn::Load(d, work.fetched + i);
    const V low = hn::And(pair, hn::Set(d, 65535));
    const V part = multiply_add(hn::Sub(upper_half(pair), low), at(y, i), hn::Set(d, 16384));
    put(hn::Add(low, hn::ShiftRight<15>(part)), y, i);
  }
}

template<int outputs> HWY_INLINE void through_matrix(const PreparedTable& table, Block& work) {
  const Lanes32 d;
  const Wide wide;
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    V x[3], odd[3];
    for (int c = 0; c < 3; ++c) {
      x[c] = at(work.x[c], i);
      odd[c] = hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(wide, x[c])));
    }
    for (int o = 0; o < outputs; ++o)
      put(high_sum(table.matrix.data() + std::ptrdiff_t{3} * o, x, odd), work.x[o], i);
  }
  for (int o = 0; o < outputs; ++o)
    through_output_curve(table.output_pairs.data() +
                             static_cast<std::ptrdiff_t>(o) * ColourTable::output_curve_size,
                         work.x[o], work);
}

template<ColourTable::Kind kind, int inputs, int outputs>
HWY_INLINE void evaluate_block(const PreparedTable& table, const std::uint16_t* in, Block& work,
                               std::uint16_t* out) {
  using Kind = ColourTable::Kind;
  constexpr bool in_lab = kind == Kind::lab_grid || kind == Kind::clut_lab_grid;
  constexpr bool straight_to_light = kind == Kind::matrix || kind == Kind::lab_grid;
  constexpr bool light_behind = kind == Kind::clut_matrix || kind == Kind::clut_lab_grid;
  if constexpr (kind == Kind::clut)
    if (table.input_curves.size == 0)
      return through_grid<inputs, outputs>(table, FromRow{in}, work, ToRow{out});
  load<inputs>(in, work);
  if constexpr (in_lab) keep_whiteness<inputs>(work);
  if constexpr (straight_to_light)
    through_light_curves<inputs>(table.input_curves, work);
  else if (table.input_curves.size != 0)
    through_sample_curves<inputs>(table.input_curves, work);
  if constexpr (kind == Kind::clut)
    return through_grid<inputs, outputs>(table, FromBlock{work}, work, ToRow{out});
  if constexpr (light_behind) {
    through_grid<inputs, 3>(table, FromBlock{work}, work, ToChannels{work.x});
    through_light_curves<3>(table.light_curves, work);
  }
  if constexpr (straight_to_light || light_behind)
    through_matrix<in_lab ? 3 : outputs>(table, work);
  if constexpr (in_lab) through_lab_grid<outputs>(table.lab, work);
  store<outputs>(work, out);
}

template<ColourTable::Kind kind, int inputs, int outputs>
void evaluate_row(const PreparedTable& table, std::span<const std::uint16_t> in,
                  std::span<std::uint16_t> out) {
  const std::size_t lanes = hn::Lanes(Lanes32());
  const std::size_t pixels = in.size() / inputs;
  Block work;
  std::size_t i = 0;
  while (pixels - i >= lanes) {
    work.count = std::min(block, (pixels - i) / lanes * lanes);
    evaluate_block<kind, inputs, outputs>(table, in.data() + i * inputs, work,
                                          out.data() + i * outputs);
    i += work.count;
  }
  if (i == pixels) return;
  // The last pixels, as a vector filled up with black.
  std::array<std::uint16_t, block * inputs> padded{};
  std::array<std::uint16_t, block * outputs> result{};
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(i * inputs), in.end(), padded.begin());
  work.count = lanes;
  evaluate_block<kind, inputs, outputs>(table, padded.data(), work, result.data());
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

template<ColourTable::Kind kind, int inputs> RowFunction colour_or_gray(std::int32_t outputs) {
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
    return colour_or_gray<Kind::matrix, 3>(table.outputs);
  case Kind::clut:
    return table.inputs == 1   ? grid_function<1>(table.outputs)
           : table.inputs == 3 ? grid_function<3>(table.outputs)
                               : grid_function<4>(table.outputs);
  case Kind::clut_matrix:
    return table.inputs == 1   ? colour_or_gray<Kind::clut_matrix, 1>(table.outputs)
           : table.inputs == 3 ? colour_or_gray<Kind::clut_matrix, 3>(table.outputs)
                               : colour_or_gray<Kind::clut_matrix, 4>(table.outputs);
  case Kind::lab_grid:
    return colour_or_gray<Kind::lab_grid, 3>(table.outputs);
  case Kind::clut_lab_grid:
    return table.inputs == 3 ? colour_or_gray<Kind::clut_lab_grid, 3>(table.outputs)
                             : colour_or_gray<Kind::clut_lab_grid, 4>(table.outputs);
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
