#include "scan/clean/rows.h"

#include <array>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan/clean/rows_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::scan::cleaning::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums) {
  reference::add_row(in, sums);
}
void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out) {
  reference::mean_of_pairs(sums, out);
}
void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out) {
  reference::widen_row(in, out);
}
void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out) {
  reference::shift_row(in, step, weight, out);
}
void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out) {
  reference::mix_rows(rows, weight, out);
}
void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
  reference::narrow_row(in, out);
}
void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee) {
  reference::whiten_gray(row, gain, knee);
}
void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee) {
  reference::whiten_rgb(row, gain, knee);
}
void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out) {
  reference::blend_gains(a, b, part, out);
}

std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums) {
  return reference::sum_of_squared_steps(sums);
}

#else

using Words = hn::ScalableTag<std::uint16_t>;
using Samples = hn::ScalableTag<std::int16_t>;
using Sums = hn::ScalableTag<std::int32_t>;

void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums) {
  const Words d;
  const hn::Rebind<std::uint8_t, Words> d8;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= in.size(); i += lanes)
    hn::StoreU(
        hn::Add(hn::LoadU(d, sums.data() + i), hn::PromoteTo(d, hn::LoadU(d8, in.data() + i))), d,
        sums.data() + i);
  reference::add_row(in.subspan(i), sums.subspan(i));
}

void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out) {
  const hn::ScalableTag<std::uint32_t> d32;
  const Words d;
  const hn::Rebind<std::uint8_t, decltype(d32)> d8;
  const std::size_t lanes = hn::Lanes(d32);
  const auto low = hn::Set(d32, 0xFFFF), half = hn::Set(d32, 2);
  std::size_t i = 0;
  // Two neighbours lie in one 32-bit lane; which is which does not matter to their sum.
  for (; i + lanes <= out.size(); i += lanes) {
    const auto pair = hn::BitCast(d32, hn::LoadU(d, sums.data() + 2 * i));
    const auto sum = hn::Add(hn::And(pair, low), hn::ShiftRight<16>(pair));
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(Sums(), hn::ShiftRight<2>(hn::Add(sum, half)))), d8,
               out.data() + i);
  }
  reference::mean_of_pairs(sums.subspan(2 * i), out.subspan(i));
}

void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out) {
  const Samples d;
  const hn::Rebind<std::uint8_t, Samples> d8;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= in.size(); i += lanes)
    hn::StoreU(hn::ShiftLeft<sample_bits>(hn::PromoteTo(d, hn::LoadU(d8, in.data() + i))), d,
               out.data() + i);
  reference::widen_row(in.subspan(i), out.subspan(i));
}

// A vector of 32-bit sums of products for half as many lanes as a vector of samples has.
template<class V> HWY_INLINE auto rounded(V sums) {
  const Sums d;
  return hn::ShiftRight<weight_bits>(hn::Add(sums, hn::Set(d, 1 << (weight_bits - 1))));
}

void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out) {
  const Sums d;
  const hn::Rebind<std::int16_t, Sums> d16;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    auto sum = hn::Zero(d);
    for (std::size_t k = 0; k < taps; ++k)
      sum = hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(d16, in.data() + i + k * step)),
                                 hn::Set(d, weight[k])));
    hn::StoreU(hn::DemoteTo(d16, rounded(sum)), d16, out.data() + i);
  }
  reference::shift_row(in.subspan(i), step, weight, out.subspan(i));
}

// Columns from i on, as many as make whole vectors; the next one.
template<class D>
HWY_INLINE std::size_t mix_columns(D d, const std::int16_t* const* rows,
                                   const std::int16_t* const* weight, std::size_t i,
                                   std::span<std::int16_t> out) {
  const hn::Rebind<std::int16_t, D> d16;
  const std::size_t lanes = hn::Lanes(d);
  const auto half = hn::Set(d, 1 << (weight_bits - 1));
  for (; i + lanes <= out.size(); i += lanes) {
    auto sum = half;
    for (std::size_t k = 0; k < taps; ++k)
      sum = hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(d16, rows[k] + i)),
                                 hn::PromoteTo(d, hn::LoadU(d16, weight[k] + i))));
    hn::StoreU(hn::DemoteTo(d16, hn::ShiftRight<weight_bits>(sum)), d16, out.data() + i);
  }
  return i;
}

// Called for runs of a few dozen columns, between which the rows change: what is left of a run goes
// by ever smaller vectors.
void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out) {
  std::size_t i = mix_columns(Sums(), rows.data(), weight.data(), 0, out);
  i = mix_columns(hn::CappedTag<std::int32_t, 8>(), rows.data(), weight.data(), i, out);
  i = mix_columns(hn::CappedTag<std::int32_t, 4>(), rows.data(), weight.data(), i, out);
  i = mix_columns(hn::CappedTag<std::int32_t, 2>(), rows.data(), weight.data(), i, out);
  std::array<const std::int16_t*, taps> rest{}, rest_weight{};
  for (std::size_t k = 0; k < taps; ++k) {
    rest[k] = rows[k] + i;
    rest_weight[k] = weight[k] + i;
  }
  reference::mix_rows(rest, rest_weight, out.subspan(i));
}

void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
  const Samples d;
  const hn::Rebind<std::uint8_t, Samples> d8;
  const std::size_t lanes = hn::Lanes(d);
  const auto half = hn::Set(d, 1 << (sample_bits - 1));
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    const auto v = hn::LoadU(d, in.data() + i);
    // Saturated: the greatest sample rounds down instead of over.
    hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<sample_bits>(hn::SaturatedAdd(v, half))), d8,
               out.data() + i);
  }
  reference::narrow_row(in.subspan(i), out.subspan(i));
}

std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums) {
  const Sums d;
  const hn::Rebind<std::uint16_t, Sums> d16;
  const std::size_t lanes = hn::Lanes(d);
  constexpr std::size_t at_once = 64; // squares below 2^24 each, added in 31 bits
  const auto most = hn::Set(d, 4095), least = hn::Set(d, -4095);
  HWY_ALIGN std::int32_t parts[HWY_MAX_BYTES / sizeof(std::int32_t)];
  std::int64_t sum = 0;
  std::size_t i = 0;
  while (i + lanes + 1 <= sums.size()) {
    auto part = hn::Zero(d);
    for (std::size_t k = 0; k < at_once && i + lanes + 1 <= sums.size(); ++k, i += lanes) {
      const auto here = hn::PromoteTo(d, hn::LoadU(d16, sums.data() + i));
      const auto next = hn::PromoteTo(d, hn::LoadU(d16, sums.data() + i + 1));
      const auto step = hn::Min(most, hn::Max(least, hn::Sub(next, here)));
      part = hn::Add(part, hn::Mul(step, step));
    }
    hn::Store(part, d, parts);
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sum += parts[lane];
  }
  return sum + reference::sum_of_squared_steps(sums.subspan(i));
}

// sample * gain / 4096 of 16-bit lanes, through 32 bits.
template<class D, class V8> HWY_INLINE auto gained(D d, V8 bytes, const std::uint16_t* gain) {
  const hn::Rebind<std::uint16_t, D> d16;
  const auto product = hn::Mul(hn::PromoteTo(d, bytes), hn::PromoteTo(d, hn::LoadU(d16, gain)));
  return hn::Min(hn::Set(d, 255), hn::ShiftRight<12>(hn::Add(product, hn::Set(d, 2048))));
}

struct KneeLanes {
  std::int32_t kept, white, slope;
  explicit KneeLanes(Knee knee)
      : kept(knee.kept), white(knee.white), slope(65536 / (knee.white - knee.kept)) {}
};

template<class D, class V> HWY_INLINE V lift(D d, V darkest, const KneeLanes& knee) {
  const auto above = hn::Max(hn::Zero(d), hn::Sub(darkest, hn::Set(d, knee.kept)));
  const auto ramp = hn::ShiftRight<8>(hn::Mul(above, hn::Set(d, knee.slope)));
  return hn::IfThenElse(hn::Gt(darkest, hn::Set(d, knee.white - 1)), hn::Set(d, 256), ramp);
}

template<class D, class V> HWY_INLINE V lifted(D d, V sample, V lift) {
  return hn::Add(sample, hn::ShiftRight<8>(hn::Mul(hn::Sub(hn::Set(d, 255), sample), lift)));
}

void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee) {
  const Sums d;
  const hn::Rebind<std::uint8_t, Sums> d8;
  const std::size_t lanes = hn::Lanes(d);
  const KneeLanes lane_knee(knee);
  std::size_t i = 0;
  for (; i + lanes <= row.size(); i += lanes) {
    const auto sample = gained(d, hn::LoadU(d8, row.data() + i), gain.data() + i);
    hn::StoreU(hn::DemoteTo(d8, lifted(d, sample, lift(d, sample, lane_knee))), d8, row.data() + i);
  }
  reference::whiten_gray(row.subspan(i), gain.subspan(i), knee);
}

// Sixteen pixels, planar, in place.
HWY_INLINE void whiten_planes(std::array<std::array<std::uint8_t, 16>, 3>& pixels,
                              const RgbGains& gain, std::size_t at, const KneeLanes& knee) {
  const hn::CappedTag<std::int32_t, 16> d;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  for (std::size_t k = 0; k < 16; k += hn::Lanes(d)) {
    const auto sample = [&](std::size_t c) HWY_ATTR {
      return gained(d, hn::LoadU(d8, pixels[c].data() + k), gain[c] + at + k);
    };
    const auto red = sample(0), green = sample(1), blue = sample(2);
    const auto up = lift(d, hn::Min(red, hn::Min(green, blue)), knee);
    hn::StoreU(hn::DemoteTo(d8, lifted(d, red, up)), d8, pixels[0].data() + k);
    hn::StoreU(hn::DemoteTo(d8, lifted(d, green, up)), d8, pixels[1].data() + k);
    hn::StoreU(hn::DemoteTo(d8, lifted(d, blue, up)), d8, pixels[2].data() + k);
  }
}

void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee) {
  const hn::FixedTag<std::uint8_t, 16> d8;
  const KneeLanes lane_knee(knee);
  std::array<std::array<std::uint8_t, 16>, 3> planes{};
  const std::size_t pixels = row.size() / 3;
  std::size_t x = 0;
  for (; x + 16 <= pixels; x += 16) {
    auto red = hn::Zero(d8), green = red, blue = red;
    hn::LoadInterleaved3(d8, row.data() + 3 * x, red, green, blue);
    hn::StoreU(red, d8, planes[0].data());
    hn::StoreU(green, d8, planes[1].data());
    hn::StoreU(blue, d8, planes[2].data());
    whiten_planes(planes, gain, x, lane_knee);
    hn::StoreInterleaved3(hn::LoadU(d8, planes[0].data()), hn::LoadU(d8, planes[1].data()),
                          hn::LoadU(d8, planes[2].data()), d8, row.data() + 3 * x);
  }
  reference::whiten_rgb(row.subspan(3 * x), {gain[0] + x, gain[1] + x, gain[2] + x}, knee);
}

void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out) {
  const Sums d;
  const hn::Rebind<std::uint16_t, Sums> d16;
  const std::size_t lanes = hn::Lanes(d);
  const auto share = hn::Set(d, part);
  std::size_t i = 0;
  for (; i + lanes <= out.size(); i += lanes) {
    const auto from = hn::PromoteTo(d, hn::LoadU(d16, a.data() + i));
    const auto to = hn::PromoteTo(d, hn::LoadU(d16, b.data() + i));
    const auto mixed = hn::Add(from, hn::ShiftRight<8>(hn::Mul(hn::Sub(to, from), share)));
    hn::StoreU(hn::DemoteTo(d16, mixed), d16, out.data() + i);
  }
  reference::blend_gains(a.subspan(i), b.subspan(i), part, out.subspan(i));
}

#endif

} // namespace platen::scan::cleaning::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::scan::cleaning {

HWY_EXPORT(add_row);
HWY_EXPORT(mean_of_pairs);
HWY_EXPORT(widen_row);
HWY_EXPORT(shift_row);
HWY_EXPORT(mix_rows);
HWY_EXPORT(narrow_row);
HWY_EXPORT(sum_of_squared_steps);
HWY_EXPORT(whiten_gray);
HWY_EXPORT(whiten_rgb);
HWY_EXPORT(blend_gains);

void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums) {
  HWY_DYNAMIC_DISPATCH(add_row)(in, sums);
}
void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out) {
  HWY_DYNAMIC_DISPATCH(mean_of_pairs)(sums, out);
}
void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out) {
  HWY_DYNAMIC_DISPATCH(widen_row)(in, out);
}
void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out) {
  HWY_DYNAMIC_DISPATCH(shift_row)(in, step, weight, out);
}
void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out) {
  HWY_DYNAMIC_DISPATCH(mix_rows)(rows, weight, out);
}
void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
  HWY_DYNAMIC_DISPATCH(narrow_row)(in, out);
}
void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee) {
  HWY_DYNAMIC_DISPATCH(whiten_gray)(row, gain, knee);
}
void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee) {
  HWY_DYNAMIC_DISPATCH(whiten_rgb)(row, gain, knee);
}
void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out) {
  HWY_DYNAMIC_DISPATCH(blend_gains)(a, b, part, out);
}
std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums) {
  return HWY_DYNAMIC_DISPATCH(sum_of_squared_steps)(sums);
}

} // namespace platen::scan::cleaning
#endif
