#include "base/result.h"
#include "halftone/dither_row.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "halftone/dither_row_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::halftone::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Samples = hn::CappedTag<std::uint16_t, 64>; // a vector never passes the end of the thresholds

HWY_INLINE void dither_vector(const std::uint16_t* in, const std::uint16_t* thresholds,
                              std::uint8_t* out) {
  const Samples d;
  const hn::RebindToSigned<Samples> ds;
  const hn::Rebind<std::uint8_t, Samples> narrow;
  const auto v = hn::LoadU(d, in);
  // v / 257, exact for every v: 257 q + r less its high byte, q or q + 1, leaves 256 q .. 256 q +
  // 255.
  const auto q = hn::ShiftRight<8>(hn::Sub(v, hn::ShiftRight<8>(v)));
  const auto r = hn::Sub(hn::Sub(v, q), hn::ShiftLeft<8>(q));
  const auto up = hn::Gt(hn::BitCast(ds, r), hn::BitCast(ds, hn::LoadU(d, thresholds)));
  // True lanes are -1.
  const auto result = hn::Sub(hn::BitCast(ds, q), hn::VecFromMask(ds, up));
  hn::StoreU(hn::DemoteTo(narrow, result), narrow, out);
}

void dither_row(std::span<const std::uint16_t> in, std::span<const std::uint16_t> thresholds,
                std::span<std::uint8_t> out) {
  const std::size_t lanes = hn::Lanes(Samples());
  const std::uint16_t* threshold = thresholds.data();
  std::size_t i = 0, phase = 0;
  for (; i + lanes <= in.size(); i += lanes) {
    dither_vector(in.data() + i, threshold + phase, out.data() + i);
    phase = phase + lanes == thresholds.size() ? 0 : phase + lanes;
  }
  if (i == in.size()) return;
  std::array<std::uint16_t, 64> padded{};
  std::array<std::uint8_t, 64> result;
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(i), in.end(), padded.begin());
  dither_vector(padded.data(), threshold + phase, result.data());
  std::copy_n(result.begin(), in.size() - i, out.begin() + static_cast<std::ptrdiff_t>(i));
}

} // namespace platen::halftone::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::halftone {

HWY_EXPORT(dither_row);

void dither_row(std::span<const std::uint16_t> in, std::span<const std::uint16_t> thresholds,
                std::span<std::uint8_t> out) {
  EXPECTS(!thresholds.empty() && thresholds.size() % 64 == 0 && out.size() >= in.size());
  HWY_DYNAMIC_DISPATCH(dither_row)(in, thresholds, out);
}

} // namespace platen::halftone
#endif
