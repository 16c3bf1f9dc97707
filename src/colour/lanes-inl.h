// Blocks of pixels and the curves of colour tables, once for each of Highway's targets: included
// where <hwy/highway.h> already is.
#include "colour/fetch.h"
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
template<int count> using Vectors = V[static_cast<std::size_t>(count)];
using Narrow = hn::Rebind<std::uint16_t, Lanes32>;

// Pixels go through a table in blocks: what a step computes for all of them, where to look, is
// fetched at once and then read as vectors. All of a block fits the first-level cache.
constexpr std::size_t block = 128; // pixels; a multiple of every vector
using Channel = std::int32_t[block];
template<int count> using Channels = Channel[static_cast<std::size_t>(count)];
struct alignas(64) Block { // each array begins where a vector may
  Channel x[4];            // the samples, and what becomes of them
  Channel index;
  std::int32_t fetched[2 * block];
  Channel white; // how near to white the pixel was as it came
  // Of the cell of a grid: its corners along the edges in order, how far the pixel lies along
  // these, the corners' samples.
  Channel corner[3], weight[3], first_fraction;
  std::int32_t node[4][4 * block];
  std::size_t count = 0; // pixels, a multiple of the vector
};

HWY_INLINE V at(const Channel& channel, std::size_t i) {
  return hn::Load(Lanes32(), channel + i);
}
HWY_INLINE void put(V v, Channel& channel, std::size_t i) {
  hn::Store(v, Lanes32(), channel + i);
}

// The first and the second words of pairs that were fetched for the pixels from i on.
struct Words {
  V first, second;
};
HWY_INLINE Words pairs_at(const std::int32_t* pairs, std::size_t i) {
  const Lanes32 d;
  const V a = hn::Load(d, pairs + 2 * i), b = hn::Load(d, pairs + 2 * i + hn::Lanes(d));
  return {hn::ConcatEven(d, b, a), hn::ConcatOdd(d, b, a)};
}

// a * b + c, the low 32 bits.
HWY_INLINE V multiply_add(V a, V b, V c) {
  return hn::Add(hn::Mul(a, b), c);
}

// Of an unsigned number.
HWY_INLINE V upper_half(V v) {
  return hn::BitCast(Lanes32(), hn::ShiftRight<16>(hn::BitCast(Unsigned(), v)));
}

HWY_INLINE V clamp_sample(V v) {
  const Lanes32 d;
  return hn::Min(hn::Max(v, hn::Zero(d)), hn::Set(d, 65535));
}

// A vector of pixels from a row, and back; samples are 0..65535.
template<int channels> HWY_INLINE void load_pixels(const std::uint16_t* from, V* x) {
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
template<int channels> HWY_INLINE void store_pixels(const V* x, std::uint16_t* to) {
  const Narrow d;
  const auto sample = [&](int c) HWY_ATTR { return hn::DemoteTo(d, x[c]); };
  if constexpr (channels == 1) hn::StoreU(sample(0), d, to);
  if constexpr (channels == 3) hn::StoreInterleaved3(sample(0), sample(1), sample(2), d, to);
  if constexpr (channels == 4)
    hn::StoreInterleaved4(sample(0), sample(1), sample(2), sample(3), d, to);
}

template<int channels> HWY_INLINE void load(const std::uint16_t* from, Block& work) {
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(Lanes32())) {
    Vectors<channels> x;
    load_pixels<channels>(from + i * channels, x);
    for (int c = 0; c < channels; ++c)
      put(x[c], work.x[c], i);
  }
}

template<int channels> HWY_INLINE void store(const Block& work, std::uint16_t* to) {
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(Lanes32())) {
    Vectors<channels> x;
    for (int c = 0; c < channels; ++c)
      x[c] = at(work.x[c], i);
    store_pixels<channels>(x, to + i * channels);
  }
}

HWY_INLINE void index_curve(const Channel& x, int shift, Block& work) {
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(Lanes32()))
    put(hn::ShiftRightSame(at(x, i), shift), work.index, i);
}

// Each entry with the way to the next one in a word, as PreparedTable packs them.
HWY_INLINE void through_packed_curve(const std::int32_t* entries, int shift, Channel& x,
                                     Block& work) {
  const Lanes32 d;
  const V mask = hn::Set(d, (1 << shift) - 1), half = hn::Set(d, 1 << shift >> 1);
  index_curve(x, shift, work);
  fetch_words(entries, work.index, work.count, work.fetched);
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const V word = hn::Load(d, work.fetched + i);
    const V part = multiply_add(hn::ShiftRight<16>(word), hn::And(at(x, i), mask), half);
    put(hn::Add(hn::And(word, hn::Set(d, 65535)), hn::ShiftRightSame(part, shift)), x, i);
  }
}

HWY_INLINE void through_curve(const std::int32_t* entries, int shift, Channel& x, Block& work) {
  const Lanes32 d;
  const V mask = hn::Set(d, (1 << shift) - 1), half = hn::Set(d, 1 << shift >> 1);
  index_curve(x, shift, work);
  if (shift == 0) return fetch_words(entries, work.index, work.count, x);
  fetch_pairs(entries, work.index, work.count, work.fetched);
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const Words entry = pairs_at(work.fetched, i);
    const V rise = hn::Sub(entry.second, entry.first);
    const V part = multiply_add(rise, hn::And(at(x, i), mask), half);
    put(hn::Add(entry.first, hn::ShiftRightSame(part, shift)), x, i);
  }
}

template<int channels>
HWY_INLINE void through_light_curves(const PreparedCurves& curves, Block& work) {
  for (int c = 0; c < channels; ++c)
    through_curve(curves.entries.data() + static_cast<std::ptrdiff_t>(c) * curves.size,
                  curves.shift, work.x[c], work);
}

// Curves that give samples.
template<int channels>
HWY_INLINE void through_sample_curves(const PreparedCurves& curves, Block& work) {
  const Lanes32 d;
  for (int c = 0; c < channels; ++c) {
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(c) * curves.size;
    if (curves.packed.empty())
      through_curve(curves.entries.data() + first, curves.shift, work.x[c], work);
    else
      through_packed_curve(curves.packed.data() + first, curves.shift, work.x[c], work);
    for (std::size_t i = 0; i < work.count; i += hn::Lanes(d))
      put(clamp_sample(at(work.x[c], i)), work.x[c], i);
  }
}

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
