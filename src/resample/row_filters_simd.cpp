#include "resample/row_filters.h"

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
                 std::span<std::uint16_t> out) {
  reference::filter_rows(rows, weights, out);
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

template<std::int32_t channels>
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
  for (; pixel + 3 <= pixels; pixel += 2, to += 2 * channels) {
    const auto two = hn::Combine(d, one(pixel + 1), one(pixel));
    hn::StoreU(channels == 3 ? hn::TableLookupBytes(two, close_up) : two, d, to);
  }
  for (; pixel < pixels; ++pixel, to += channels) {
    std::int16_t last[8];
    hn::StoreU(one(pixel), half, last);
    std::memcpy(to, last, channels * sizeof(std::int16_t));
  }
}

// Eight taps at a time, each lane the sum of two; the lanes of four pixels are then added across.
void filter_gray_columns(const Weights& weights, const std::int16_t* row,
                         std::span<std::int16_t> out) {
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
    hn::StoreU(hn::DemoteTo(half, rounded(d32, sums)), half, out.data() + pixel);
  }
  for (; pixel < pixels; ++pixel) {
    const auto sum = hn::SumOfLanes(d32, partial(pixel));
    std::int16_t last[4];
    hn::StoreU(hn::DemoteTo(half, rounded(d32, sum)), half, last);
    out[pixel] = last[0];
  }
}

void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out) {
  switch (channels) {
  case 1:
    return filter_gray_columns(weights, row.data(), out);
  case 3:
    return filter_colour_columns<3>(weights, row.data(), out);
  default:
    return filter_colour_columns<4>(weights, row.data(), out);
  }
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 std::span<std::uint16_t> out) {
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
    hn::StoreU(hn::Xor(hn::BitCast(du, sums), bias), du, out.data() + i);
  }
  reference::filter_rows(rows, weights, out, i);
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
          row.size() >= static_cast<std::size_t>(weights.start.back()) * step +
                            row_slack(weights.taps, channels));
  HWY_DYNAMIC_DISPATCH(filter_columns)(weights, channels, row, out);
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 std::span<std::uint16_t> out) {
  EXPECTS(rows.size() == weights.size() && rows.size() % 2 == 0);
  HWY_DYNAMIC_DISPATCH(filter_rows)(rows, weights, out);
}

} // namespace platen::resample
#endif
