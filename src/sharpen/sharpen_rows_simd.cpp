#include "base/result.h"
#include "sharpen/sharpen_rows.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sharpen/sharpen_rows_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::sharpen::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out) {
  reference::lightness_row(in, channels, out);
}
void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out) {
  reference::weighted_sum(rows, weights, out);
}
void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out) {
  reference::sharpen_row(in, channels, blurred, gains, out);
}

#else

// As in resample/row_filters_simd.cpp: what x86 interleaves within blocks it packs within blocks.
#if HWY_ARCH_X86
using Signed = hn::ScalableTag<std::int16_t>;
#else
using Signed = hn::CappedTag<std::int16_t, 8>;
#endif
using Samples = hn::RebindToUnsigned<Signed>;
using V = hn::Vec<Samples>;

HWY_INLINE V lightness(V red, V green, V blue) {
  return hn::AverageRound(hn::AverageRound(red, blue), green);
}

void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out) {
  const Samples d;
  const Signed ds;
  const V bias = hn::Set(d, 0x8000);
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    V y;
    if (channels == 1) {
      y = hn::LoadU(d, in.data() + i);
    } else {
      V red, green, blue;
      hn::LoadInterleaved3(d, in.data() + 3 * i, red, green, blue);
      y = lightness(red, green, blue);
    }
    hn::StoreU(hn::BitCast(ds, hn::Xor(y, bias)), ds, out.data() + i);
  }
  reference::lightness_row(in, channels, out, i);
}

template<class D, class W> HWY_INLINE auto multiply_pairs(D d, W a, W b) {
  auto odd = hn::Zero(d);
  const auto even = hn::ReorderWidenMulAccumulate(d, a, b, hn::Zero(d), odd);
  return hn::RearrangeToOddPlusEven(even, odd);
}

template<class D, class W> HWY_INLINE auto rounded(D d, W sums) {
  return hn::ShiftRight<weight_bits>(hn::Add(sums, hn::Set(d, 1 << (weight_bits - 1))));
}

void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out) {
  const Signed d;
  const hn::RepartitionToWide<Signed> d32;
  const std::size_t lanes = hn::Lanes(d), taps = rows.size();
  const std::int16_t* const* row = rows.data();
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    auto low = hn::Zero(d32);
    auto high = hn::Zero(d32);
    for (std::size_t k = 0; k < taps; k += 2) {
      std::int32_t both = 0; // two weights, side by side in every 32-bit lane
      std::memcpy(&both, weights.data() + k, sizeof both);
      const auto pair = hn::BitCast(d, hn::Set(d32, both));
      const auto a = hn::LoadU(d, row[k] + i);
      const auto b = hn::LoadU(d, row[k + 1] + i);
      low = hn::Add(low, multiply_pairs(d32, hn::InterleaveLower(d, a, b), pair));
      high = hn::Add(high, multiply_pairs(d32, hn::InterleaveUpper(d, a, b), pair));
    }
    hn::StoreU(hn::ReorderDemote2To(d, rounded(d32, low), rounded(d32, high)), d, out.data() + i);
  }
  reference::weighted_sum(rows, weights, out, i);
}

HWY_INLINE V gained(V difference, const Gains& gains, std::uint16_t most) {
  const Samples d;
  const V above = hn::SaturatedSub(difference, hn::Set(d, gains.threshold));
  const V product = hn::MulHigh(hn::SaturatedAdd(above, above), hn::Set(d, gains.amount));
  return hn::Min(product, hn::Set(d, most));
}

// What a pixel's lightness, and so each of its channels, gains and loses; one of them is 0.
struct Change {
  V lighter, darker;
};
HWY_INLINE Change change_of(V y, const std::int16_t* blurred, const Gains& gains) {
  const Samples d;
  const V mask = hn::Xor(hn::BitCast(d, hn::LoadU(Signed(), blurred)), hn::Set(d, 0x8000));
  return {gained(hn::SaturatedSub(y, mask), gains, gains.most_lighter),
          gained(hn::SaturatedSub(mask, y), gains, gains.most_darker)};
}
HWY_INLINE V changed(V v, const Change& change) {
  return hn::SaturatedSub(hn::SaturatedAdd(v, change.lighter), change.darker);
}

void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out) {
  const Samples d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= blurred.size(); i += lanes) {
    if (channels == 1) {
      const V y = hn::LoadU(d, in.data() + i);
      hn::StoreU(changed(y, change_of(y, blurred.data() + i, gains)), d, out.data() + i);
      continue;
    }
    V red, green, blue;
    hn::LoadInterleaved3(d, in.data() + 3 * i, red, green, blue);
    const Change change = change_of(lightness(red, green, blue), blurred.data() + i, gains);
    hn::StoreInterleaved3(changed(red, change), changed(green, change), changed(blue, change), d,
                          out.data() + 3 * i);
  }
  reference::sharpen_row(in, channels, blurred, gains, out, i);
}

#endif

} // namespace platen::sharpen::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::sharpen {

HWY_EXPORT(lightness_row);
HWY_EXPORT(weighted_sum);
HWY_EXPORT(sharpen_row);

void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out) {
  EXPECTS((channels == 1 || channels == 3) &&
          in.size() >= out.size() * static_cast<std::size_t>(channels));
  HWY_DYNAMIC_DISPATCH(lightness_row)(in, channels, out);
}

void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out) {
  EXPECTS(rows.size() == weights.size() && rows.size() % 2 == 0);
  HWY_DYNAMIC_DISPATCH(weighted_sum)(rows, weights, out);
}

void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out) {
  const std::size_t samples = blurred.size() * static_cast<std::size_t>(channels);
  EXPECTS((channels == 1 || channels == 3) && in.size() >= samples && out.size() >= samples);
  HWY_DYNAMIC_DISPATCH(sharpen_row)(in, channels, blurred, gains, out);
}

} // namespace platen::sharpen
#endif
