#include "resample/row_filters.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "resample/row_filters_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::resample::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out) {
  reference::flip_bias(in, out);
}
void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out) {
  reference::filter_columns(weights, channels, row, out);
}
void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out) {
  reference::filter_rows(rows, weights, limits, out);
}

#else

// x86 interleaves and packs within blocks of 128 bits, and one undoes the other at any vector
// length. Elsewhere vectors of one block are used, where the question does not arise.
#if HWY_ARCH_X86
using Samples = hn::ScalableTag<std::int16_t>;
#else
using Samples = hn::CappedTag<std::int16_t, 8>;
#endif
using Block = hn::FixedTag<std::int16_t, 8>;
using BlockSums = hn::FixedTag<std::int32_t, 4>;

template<class D, class V> HWY_INLINE auto multiply_pairs(D d, V a, V b) {
  auto odd = hn::Zero(d);
  const auto even = hn::ReorderWidenMulAccumulate(d, a, b, hn::Zero(d), odd);
  return hn::RearrangeToOddPlusEven(even, odd);
}

template<class D, class V> HWY_INLINE auto rounded(D d, V sums) {
  return hn::ShiftRight<weight_bits>(hn::Add(sums, hn::Set(d, 1 << (weight_bits - 1))));
}

// Two weights, side by side in every 32-bit lane.
template<class D> HWY_INLINE auto broadcast_pair(D d, const std::int16_t* pair) {
  std::int32_t both = 0;
  std::memcpy(&both, pair, sizeof both);
  return hn::BitCast(d, hn::Set(hn::RepartitionToWide<D>(), both));
}

void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out) {
  const hn::ScalableTag<std::uint16_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto bias = hn::Set(d, 0x8000);
  std::size_t i = 0;
  for (; i + lanes <= in.size(); i += lanes)
    hn::StoreU(hn::Xor(hn::LoadU(d, in.data() + i), bias), d, out.data() + i);
  reference::flip_bias(in.subspan(i), out.subspan(i, in.size() - i));
}

// limit() of limit.h for a vector of unsigned samples.
template<class D, class V>
HWY_INLINE V limit_vector(D d, V value, V s0, V s1, V s2, V s3, V lo, V hi) {
  const V mean1 = hn::AverageRound(s0, s2);
  const V mean2 = hn::AverageRound(s1, s3);
  const V up = hn::Min(hn::SaturatedSub(s1, mean1), hn::SaturatedSub(s2, mean2));
  const V down = hn::Min(hn::SaturatedSub(mean1, s1), hn::SaturatedSub(mean2, s2));
  static_cast<void>(d);
  return hn::Min(hn::Max(value, hn::SaturatedSub(lo, down)), hn::SaturatedAdd(hi, up));
}

// Biased samples as unsigned ones, and back.
template<class D> HWY_INLINE auto load_unbiased(D d, const std::int16_t* from) {
  const hn::RebindToUnsigned<D> du;
  return hn::Xor(hn::BitCast(du, hn::LoadU(d, from)), hn::Set(du, 0x8000));
}

// The bytes that bring two neighbouring pixels' samples of one channel together: R0 R1 G0 G1 B0 B1
// ..
template<std::int32_t channels> HWY_INLINE auto pair_pattern() {
  const hn::FixedTag<std::uint8_t, 16> d8;
  alignas(16) static constexpr std::uint8_t three[16] = {0, 1, 6,  7,  2,  3,  8,  9,
                                                         4, 5, 10, 11, 12, 13, 14, 15};
  alignas(16) static constexpr std::uint8_t four[16] = {0, 1, 8,  9,  2, 3, 10, 11,
                                                        4, 5, 12, 13, 6, 7, 14, 15};
  return hn::BitCast(Block(), hn::Load(d8, channels == 3 ? three : four));
}

// One output pixel of 3 or 4 channels, a 32-bit lane each; with 3 the last lane is of no meaning.
template<std::int32_t channels, class P>
HWY_INLINE auto pixel_sums(const std::int16_t* from, const std::int16_t* weight, std::int32_t taps,
                           P pattern) {
  const Block d;
  const BlockSums d32;
  auto sums = hn::Zero(d32);
  for (std::int32_t k = 0; k < taps; k += 2) {
    const auto pair = hn::TableLookupBytes(hn::LoadU(d, from + k * channels), pattern);
    sums = hn::Add(sums, multiply_pairs(d32, pair, broadcast_pair(d, weight + k)));
  }
  return rounded(d32, sums);
}

// The samples at one place of two pixels, side by side, unsigned.
template<std::int32_t channels>
HWY_INLINE auto two_pixels(const std::int16_t* row, std::int32_t first, std::int32_t second) {
  const Block d;
  const hn::RebindToUnsigned<Block> du;
  const hn::Half<Block> half;
  const auto both = hn::Combine(d, hn::LoadU(half, row + second * channels),
                                hn::LoadU(half, row + first * channels));
  return hn::Xor(hn::BitCast(du, both), hn::Set(du, 0x8000));
}

// Outputs `pixel` and `other`, biased, a half of the vector each.
template<std::int32_t channels, bool pair, class V>
HWY_INLINE V limit_pixels(const Weights& weights, const std::int16_t* row, std::size_t pixel,
                          std::size_t other, V value) {
  const Block d;
  const hn::RebindToUnsigned<Block> du;
  const std::int32_t a = weights.bracket[pixel], b = weights.bracket[other];
  const auto s1 = two_pixels<channels>(row, a, b), s2 = two_pixels<channels>(row, a + 1, b + 1);
  auto lo = hn::Min(s1, s2), hi = hn::Max(s1, s2);
  if constexpr (!pair) {
    const std::int32_t first_a = weights.lobe_first[pixel], first_b = weights.lobe_first[other];
    const std::int32_t last_a = first_a + weights.lobe_count[pixel] - 1;
    const std::int32_t last_b = first_b + weights.lobe_count[other] - 1;
    lo = hi = two_pixels<channels>(row, first_a, first_b);
    const std::int32_t steps = std::max(last_a - first_a, last_b - first_b);
    for (std::int32_t k = 1; k <= steps; ++k) { // the shorter lobe looks at its last sample again
      const auto next =
          two_pixels<channels>(row, std::min(first_a + k, last_a), std::min(first_b + k, last_b));
      lo = hn::Min(lo, next);
      hi = hn::Max(hi, next);
    }
  }
  const auto bias = hn::Set(du, 0x8000);
  const auto limited = limit_vector(du, hn::Xor(hn::BitCast(du, value), bias),
                                    two_pixels<channels>(row, a - 1, b - 1), s1, s2,
                                    two_pixels<channels>(row, a + 2, b + 2), lo, hi);
  return hn::BitCast(d, hn::Xor(limited, bias));
}

enum class Limits : std::uint8_t { none, pair, lobe };

template<std::int32_t channels, Limits limits>
void filter_colour_columns(const Weights& weights, const std::int16_t* row,
                           std::span<std::int16_t> out) {
  const Block d;
  const hn::Half<Block> half;
  const hn::FixedTag<std::uint8_t, 16> d8;
  alignas(16) static constexpr std::uint8_t closed_up[16] = {
      0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 0x80, 0x80, 0x80, 0x80};
  const auto close_up = hn::BitCast(d, hn::Load(d8, closed_up));
  const auto pattern = pair_pattern<channels>();
  const std::size_t pixels = weights.start.size();
  const std::int32_t taps = weights.taps;
  const std::int16_t* weight = weights.weight.data();
  const std::int32_t* start = weights.start.data();
  const auto one = [&](std::size_t pixel) HWY_ATTR {
    return hn::DemoteTo(half, pixel_sums<channels>(row + start[pixel] * channels,
                                                   weight + pixel * static_cast<std::size_t>(taps),
                                                   taps, pattern));
  };
  std::size_t pixel = 0;
  std::int16_t* to = out.data();
  // Two pixels at a time; of 3 channels, 6 samples of the 8 stored count, and the next store or the
  // tail overwrites the other two.
  constexpr bool limited = limits != Limits::none, pair = limits == Limits::pair;
  for (; pixel + 3 <= pixels; pixel += 2, to += 2 * channels) {
    auto two = hn::Combine(d, one(pixel + 1), one(pixel));
    if constexpr (limited) two = limit_pixels<channels, pair>(weights, row, pixel, pixel + 1, two);
    hn::StoreU(channels == 3 ? hn::TableLookupBytes(two, close_up) : two, d, to);
  }
  for (; pixel < pixels; ++pixel, to += channels) {
    auto alone = hn::Combine(d, hn::Zero(half), one(pixel));
    if constexpr (limited) alone = limit_pixels<channels, pair>(weights, row, pixel, pixel, alone);
    std::int16_t last[8];
    hn::StoreU(alone, d, last);
    std::memcpy(to, last, channels * sizeof(std::int16_t));
  }
}

template<std::int32_t channels>
void filter_colour_columns(const Weights& weights, const std::int16_t* row,
                           std::span<std::int16_t> out) {
  if (!weights.limited()) return filter_colour_columns<channels, Limits::none>(weights, row, out);
  if (weights.lobe_first.empty())
    return filter_colour_columns<channels, Limits::pair>(weights, row, out);
  filter_colour_columns<channels, Limits::lobe>(weights, row, out);
}

// The least and the largest sample in the lobes of four outputs of one channel.
template<class V>
void lobe_of_four(const Weights& weights, const std::int16_t* row, std::size_t pixel, V& lo,
                  V& hi) {
  const hn::FixedTag<std::uint16_t, 4> d;
  std::uint16_t least[4], most[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const std::int16_t* sample = row + weights.lobe_first[pixel + i];
    const auto [low, high] = std::minmax_element(sample, sample + weights.lobe_count[pixel + i]);
    least[i] = static_cast<std::uint16_t>(*low + 32768);
    most[i] = static_cast<std::uint16_t>(*high + 32768);
  }
  lo = hn::LoadU(d, least);
  hi = hn::LoadU(d, most);
}

// Four outputs of one channel, biased.
template<class V>
HWY_INLINE V limit_four(const Weights& weights, const std::int16_t* row, std::size_t pixel,
                        V value) {
  const hn::Half<Block> half;
  const hn::RebindToUnsigned<Block> du;
  const hn::RepartitionToWide<hn::RebindToUnsigned<Block>> pairs;
  const hn::Half<hn::RebindToUnsigned<Block>> hu;
  const std::int32_t* at = weights.bracket.data() + pixel;
  const auto two = [&](std::size_t i, std::size_t j) HWY_ATTR {
    return hn::BitCast(du, hn::Combine(Block(), hn::LoadU(half, row + at[j] - 1),
                                       hn::LoadU(half, row + at[i] - 1)));
  };
  // Four samples of each of four outputs, turned so that each vector holds one sample of all four.
  const auto ac = two(0, 2), bd = two(1, 3);
  const auto ab = hn::BitCast(pairs, hn::InterleaveLower(du, ac, bd));
  const auto cd = hn::BitCast(pairs, hn::InterleaveUpper(du, ac, bd));
  const auto bias = hn::Set(du, 0x8000);
  const auto s01 = hn::Xor(hn::BitCast(du, hn::InterleaveLower(pairs, ab, cd)), bias);
  const auto s23 = hn::Xor(hn::BitCast(du, hn::InterleaveUpper(pairs, ab, cd)), bias);
  const auto bias4 = hn::Set(hu, 0x8000);
  const auto s1 = hn::UpperHalf(hu, s01), s2 = hn::LowerHalf(hu, s23);
  auto lo = hn::Min(s1, s2), hi = hn::Max(s1, s2);
  if (!weights.lobe_first.empty()) lobe_of_four(weights, row, pixel, lo, hi);
  const auto limited = limit_vector(hu, hn::Xor(hn::BitCast(hu, value), bias4),
                                    hn::LowerHalf(hu, s01), s1, s2, hn::UpperHalf(hu, s23), lo, hi);
  return hn::BitCast(half, hn::Xor(limited, bias4));
}

// Eight taps at a time, each lane the sum of two; the lanes of four pixels are then added across.
void filter_gray_columns(const Weights& weights, std::span<const std::int16_t> whole_row,
                         std::span<std::int16_t> out) {
  const std::int16_t* const row = whole_row.data() + row_margin;
  const Block d;
  const BlockSums d32;
  const hn::Half<Block> half;
  const std::size_t pixels = weights.start.size();
  const auto taps = static_cast<std::size_t>(weights.taps);
  const auto partial = [&](std::size_t pixel) HWY_ATTR {
    const std::int16_t* from = row + weights.start[pixel];
    const std::int16_t* weight = weights.weight.data() + pixel * taps;
    auto sums = hn::Zero(d32);
    for (std::size_t k = 0; k < taps; k += 8)
      sums = hn::Add(sums, multiply_pairs(d32, hn::LoadU(d, from + k), hn::LoadU(d, weight + k)));
    return sums;
  };
  const auto fold = [&](auto a, auto b) HWY_ATTR {
    return hn::Add(hn::InterleaveLower(d32, a, b), hn::InterleaveUpper(d32, a, b));
  };
  std::size_t pixel = 0;
  for (; pixel + 4 <= pixels; pixel += 4) {
    const auto ab = fold(partial(pixel), partial(pixel + 1));
    const auto cd = fold(partial(pixel + 2), partial(pixel + 3));
    const auto sums = hn::Add(hn::ConcatLowerLower(d32, cd, ab), hn::ConcatUpperUpper(d32, cd, ab));
    auto four = hn::DemoteTo(half, rounded(d32, sums));
    if (weights.limited()) four = limit_four(weights, row, pixel, four);
    hn::StoreU(four, half, out.data() + pixel);
  }
  reference::filter_columns(weights, 1, whole_row, out, pixel);
}

void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out) {
  switch (channels) {
  case 1:
    return filter_gray_columns(weights, row, out);
  case 3:
    return filter_colour_columns<3>(weights, row.data() + row_margin * 3, out);
  default:
    return filter_colour_columns<4>(weights, row.data() + row_margin * 4, out);
  }
}

template<class D, class V>
HWY_INLINE V limit_row(D du, const RowLimits& limits, std::size_t i, V value) {
  const Samples d;
  const auto& s = limits.around;
  const auto s1 = load_unbiased(d, s[1] + i), s2 = load_unbiased(d, s[2] + i);
  auto lo = hn::Min(s1, s2), hi = hn::Max(s1, s2);
  if (!limits.lobe.empty()) {
    auto least = hn::LoadU(d, limits.lobe[0] + i), most = least;
    for (std::size_t k = 1; k < limits.lobe.size(); ++k) {
      const auto next = hn::LoadU(d, limits.lobe[k] + i);
      least = hn::Min(least, next);
      most = hn::Max(most, next);
    }
    lo = hn::Xor(hn::BitCast(du, least), hn::Set(du, 0x8000));
    hi = hn::Xor(hn::BitCast(du, most), hn::Set(du, 0x8000));
  }
  return limit_vector(du, value, load_unbiased(d, s[0] + i), s1, s2, load_unbiased(d, s[3] + i), lo,
                      hi);
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out) {
  const Samples d;
  const hn::RepartitionToWide<Samples> d32;
  const hn::RebindToUnsigned<Samples> du;
  const std::size_t lanes = hn::Lanes(d);
  const auto bias = hn::Set(du, 0x8000);
  const std::int16_t* const* row = rows.data();
  const std::size_t taps = rows.size();
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    auto low = hn::Zero(d32);
    auto high = hn::Zero(d32);
    for (std::size_t k = 0; k < taps; k += 2) {
      const auto a = hn::LoadU(d, row[k] + i);
      const auto b = hn::LoadU(d, row[k + 1] + i);
      const auto pair = broadcast_pair(d, weights.data() + k);
      low = hn::Add(low, multiply_pairs(d32, hn::InterleaveLower(d, a, b), pair));
      high = hn::Add(high, multiply_pairs(d32, hn::InterleaveUpper(d, a, b), pair));
    }
    const auto sums = hn::ReorderDemote2To(d, rounded(d32, low), rounded(d32, high));
    auto value = hn::Xor(hn::BitCast(du, sums), bias);
    if (limits != nullptr) value = limit_row(du, *limits, i, value);
    hn::StoreU(value, du, out.data() + i);
  }
  reference::filter_rows(rows, weights, limits, out, i);
}

#endif

} // namespace platen::resample::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::resample {

HWY_EXPORT(flip_bias);
HWY_EXPORT(filter_columns);
HWY_EXPORT(filter_rows);

void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out) {
  EXPECTS(out.size() >= in.size());
  HWY_DYNAMIC_DISPATCH(flip_bias)(in, out);
}

void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out) {
  const auto step = static_cast<std::size_t>(channels);
  EXPECTS(weights.taps % taps_multiple(channels) == 0);
  EXPECTS(out.size() >= weights.start.size() * step);
  EXPECTS(weights.start.empty() ||
          row.size() >= static_cast<std::size_t>(weights.start.back() + row_margin) * step +
                            row_slack(weights.taps, channels));
  HWY_DYNAMIC_DISPATCH(filter_columns)(weights, channels, row, out);
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out) {
  EXPECTS(rows.size() == weights.size() && rows.size() % 2 == 0);
  HWY_DYNAMIC_DISPATCH(filter_rows)(rows, weights, limits, out);
}

} // namespace platen::resample
#endif
