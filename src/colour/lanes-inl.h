// Vectors of pixels and the curves of colour tables, once for each of Highway's targets: included
// where <hwy/highway.h> already is.
#include "colour/prepared_table.h"

#if defined(PLATEN_COLOUR_LANES) == defined(HWY_TARGET_TOGGLE)
#ifdef PLATEN_COLOUR_LANES
#undef PLATEN_COLOUR_LANES
#else
#define PLATEN_COLOUR_LANES
#endif

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace platen::colour::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One pixel a lane; a channel is a vector of 32-bit numbers.
using Lanes32 = hn::CappedTag<std::int32_t, 16>;
using Unsigned = hn::RebindToUnsigned<Lanes32>;
using Wide = hn::RepartitionToWide<Lanes32>;
using V = hn::Vec<Lanes32>;
using Narrow = hn::Rebind<std::uint16_t, Lanes32>;
constexpr std::size_t most_lanes = 16;

// a * b + c, the low 32 bits.
HWY_INLINE V multiply_add(V a, V b, V c) {
  return hn::Add(hn::Mul(a, b), c);
}

// Of an unsigned number.
HWY_INLINE V upper_half(V v) {
  return hn::BitCast(Lanes32(), hn::ShiftRight<16>(hn::BitCast(Unsigned(), v)));
}

template<int channels> HWY_INLINE void load(const std::uint16_t* from, V* x) {
  const Narrow d;
  const Lanes32 d32;
  if constexpr (channels == 1) {
    x[0] = hn::PromoteTo(d32, hn::LoadU(d, from));
  } else {
    auto a = hn::Zero(d), b = a, c = a, e = a;
    if constexpr (channels == 3) hn::LoadInterleaved3(d, from, a, b, c);
    if constexpr (channels == 4) hn::LoadInterleaved4(d, from, a, b, c, e);
    x[0] = hn::PromoteTo(d32, a);
    x[1] = hn::PromoteTo(d32, b);
    x[2] = hn::PromoteTo(d32, c);
    if constexpr (channels == 4) x[3] = hn::PromoteTo(d32, e);
  }
}

// Lanes are 0..65535.
template<int channels> HWY_INLINE void store(const V* x, std::uint16_t* to) {
  const Narrow d;
  if constexpr (channels == 1) hn::StoreU(hn::DemoteTo(d, x[0]), d, to);
  if constexpr (channels == 3)
    hn::StoreInterleaved3(hn::DemoteTo(d, x[0]), hn::DemoteTo(d, x[1]), hn::DemoteTo(d, x[2]), d,
                          to);
  if constexpr (channels == 4)
    hn::StoreInterleaved4(hn::DemoteTo(d, x[0]), hn::DemoteTo(d, x[1]), hn::DemoteTo(d, x[2]),
                          hn::DemoteTo(d, x[3]), d, to);
}

struct Curves { // of one channel after the other
  const std::int32_t* entries;
  std::int32_t size, shift;
};

// Each entry with the way to the next one in a word, as PreparedTable packs them.
template<int channels> HWY_INLINE void through_packed_curves(const Curves& curves, V* x) {
  const Lanes32 d;
  const int s = curves.shift;
  const V mask = hn::Set(d, (1 << s) - 1);
  const V half = hn::Set(d, 1 << s >> 1);
  for (int c = 0; c < channels; ++c) {
    const std::int32_t* t = curves.entries + static_cast<std::ptrdiff_t>(c) * curves.size;
    const V word = hn::GatherIndex(d, t, hn::ShiftRightSame(x[c], s));
    const V part = multiply_add(hn::ShiftRight<16>(word), hn::And(x[c], mask), half);
    x[c] = hn::Add(hn::And(word, hn::Set(d, 65535)), hn::ShiftRightSame(part, s));
  }
}

template<int channels> HWY_INLINE void through_curves(const Curves& curves, V* x) {
  const Lanes32 d;
  const int s = curves.shift;
  const V mask = hn::Set(d, (1 << s) - 1);
  const V half = hn::Set(d, 1 << s >> 1);
  for (int c = 0; c < channels; ++c) {
    const std::int32_t* t = curves.entries + static_cast<std::ptrdiff_t>(c) * curves.size;
    const V i = hn::ShiftRightSame(x[c], s);
    const V low = hn::GatherIndex(d, t, i);
    if (s == 0) {
      x[c] = low;
      continue;
    }
    const V rise = hn::Sub(hn::GatherIndex(d, t + 1, i), low);
    const V part = multiply_add(rise, hn::And(x[c], mask), half);
    x[c] = hn::Add(low, hn::ShiftRightSame(part, s));
  }
}

template<int channels> HWY_INLINE void clamp_samples(V* x) {
  const Lanes32 d;
  for (int c = 0; c < channels; ++c)
    x[c] = hn::Min(hn::Max(x[c], hn::Zero(d)), hn::Set(d, 65535));
}

// The input curves of a table whose curves give samples.
template<int channels> HWY_INLINE void through_sample_curves(const PreparedTable& table, V* x) {
  if (table.packed_input_curves.empty())
    through_curves<channels>({table.input_curves.data(), table.curve_size, table.curve_shift}, x);
  else
    through_packed_curves<channels>(
        {table.packed_input_curves.data(), table.curve_size, table.curve_shift}, x);
  clamp_samples<channels>(x);
}

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
