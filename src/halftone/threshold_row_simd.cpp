#include "base/result.h"
#include "halftone/threshold_row.h"

#include <algorithm>
#include <array>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "halftone/threshold_row_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::halftone::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void threshold_row8(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                    std::span<std::byte> out) {
  reference::threshold_row(gray, thresholds, out);
}
void threshold_row16(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                     std::span<std::byte> out) {
  reference::threshold_row(gray, thresholds, out);
}

#else

constexpr std::size_t most_lanes = 64; // divides the row of thresholds

// Each eight pixels from right to left: Highway puts the first lane in the lowest bit, the page
// wants it in the highest.
template<class D> HWY_INLINE auto reverse_eights(D d, hn::Vec<D> v) {
  alignas(16) static constexpr std::uint8_t bytes[16] = {7,  6,  5,  4,  3,  2,  1, 0,
                                                         15, 14, 13, 12, 11, 10, 9, 8};
  alignas(16) static constexpr std::uint8_t pairs[16] = {14, 15, 12, 13, 10, 11, 8, 9,
                                                         6,  7,  4,  5,  2,  3,  0, 1};
  const hn::Repartition<std::uint8_t, D> d8;
  const auto pattern = hn::LoadDup128(d8, sizeof(hn::TFromD<D>) == 1 ? bytes : pairs);
  return hn::BitCast(d, hn::TableLookupBytes(hn::BitCast(d8, v), pattern));
}

template<class Sample>
void threshold(std::span<const Sample> gray, std::span<const Sample> thresholds,
               std::span<std::byte> out) {
  const hn::CappedTag<Sample, most_lanes> d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t bytes = lanes / 8;
  const Sample* in = gray.data();
  const Sample* threshold = thresholds.data();
  std::uint8_t bits[8];
  const auto ink = [&](const Sample* from, std::size_t x) HWY_ATTR {
    const auto below = hn::Lt(reverse_eights(d, hn::LoadU(d, from)),
                              reverse_eights(d, hn::LoadU(d, threshold + x)));
    hn::StoreMaskBits(d, below, bits);
  };
  std::byte* to = out.data();
  std::size_t phase = 0;
  std::size_t left = gray.size();
  for (; left >= lanes; left -= lanes, in += lanes, to += bytes) {
    ink(in, phase);
    std::memcpy(to, bits, bytes);
    phase = phase + lanes == thresholds.size() ? 0 : phase + lanes;
  }
  if (left == 0) return;
  // The last pixels, filled up with white, which never gets ink.
  std::array<Sample, most_lanes> padded;
  padded.fill(static_cast<Sample>(~Sample{0}));
  std::copy_n(in, left, padded.begin());
  ink(padded.data(), phase);
  std::memcpy(to, bits, (left + 7) / 8);
}

void threshold_row8(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                    std::span<std::byte> out) {
  threshold(gray, thresholds, out);
}
void threshold_row16(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                     std::span<std::byte> out) {
  threshold(gray, thresholds, out);
}

#endif

} // namespace platen::halftone::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::halftone {

HWY_EXPORT(threshold_row8);
HWY_EXPORT(threshold_row16);

void threshold_row(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                   std::span<std::byte> out) {
  EXPECTS(!thresholds.empty() && thresholds.size() % 64 == 0 &&
          out.size() >= (gray.size() + 7) / 8);
  HWY_DYNAMIC_DISPATCH(threshold_row8)(gray, thresholds, out);
}

void threshold_row(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                   std::span<std::byte> out) {
  EXPECTS(!thresholds.empty() && thresholds.size() % 64 == 0 &&
          out.size() >= (gray.size() + 7) / 8);
  HWY_DYNAMIC_DISPATCH(threshold_row16)(gray, thresholds, out);
}

} // namespace platen::halftone
#endif
