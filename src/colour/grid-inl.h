// The grid of device samples, once for each of Highway's targets: included where <hwy/highway.h>
// already is.
#include "colour/lanes-inl.h"

#include <algorithm>

#if defined(PLATEN_COLOUR_GRID) == defined(HWY_TARGET_TOGGLE)
#ifdef PLATEN_COLOUR_GRID
#undef PLATEN_COLOUR_GRID
#else
#define PLATEN_COLOUR_GRID
#endif

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace platen::colour::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// What reads the samples of the pixels from i on, and what takes what became of them. A grid with
// nothing before or behind it goes straight from the row to the row.
struct FromBlock {
  const Block& work;
  template<int channels> HWY_INLINE void get(std::size_t i, V* x) const {
    for (int c = 0; c < channels; ++c)
      x[c] = at(work.x[c], i);
  }
};
struct FromRow {
  const std::uint16_t* row;
  template<int channels> HWY_INLINE void get(std::size_t i, V* x) const {
    load_pixels<channels>(row + i * channels, x);
  }
};
struct ToChannels {
  Channel* channel;
  template<int channels> HWY_INLINE void put_all(const V* x, std::size_t i) const {
    for (int c = 0; c < channels; ++c)
      put(x[c], channel[c], i);
  }
};
struct ToRow {
  std::uint16_t* row;
  template<int channels> HWY_INLINE void put_all(const V* x, std::size_t i) const {
    store_pixels<channels>(x, row + i * channels);
  }
};

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

// Finds each pixel's cell, its corners by simplices along ordered axes but for the last one, and
// how far it lies along each of those; of four axes, those along the last three, and how far the
// pixel lies along the first.
template<int inputs, int outputs, class From>
HWY_INLINE void find_corners(const PreparedTable& table, const From& from, Block& work) {
  const Lanes32 d;
  constexpr int skipped = inputs == 4 ? 1 : 0, axes = inputs - skipped;
  const V words = hn::Set(d, PreparedTable::words_of_node(outputs));
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    Vectors<inputs> x, fraction, step;
    from.template get<inputs>(i, x);
    V corner = hn::Zero(d);
    for (int axis = 0; axis < inputs; ++axis) {
      const V u = hn::Add(x[axis], hn::ShiftRight<15>(x[axis]));
      const V p = hn::Mul(u, hn::Set(d, table.grid - 1)); // unsigned; grid <= 32768: positive
      const V cell = hn::Min(upper_half(p), hn::Set(d, table.grid - 2));
      fraction[axis] = hn::Sub(p, hn::ShiftLeft<16>(cell));
      corner = axis == 0 ? cell : multiply_add(corner, hn::Set(d, table.grid), cell);
    }
    corner = hn::Mul(corner, words);
    step[inputs - 1] = words;
    for (int axis = inputs - 1; axis-- > 0;)
      step[axis] = hn::Mul(step[axis + 1], hn::Set(d, table.grid));
    if constexpr (skipped == 1) put(fraction[0], work.first_fraction, i);
    order_axes<axes>(fraction + skipped, step + skipped);
    for (int k = 0; k < axes; ++k) {
      put(corner, work.corner[k], i);
      put(fraction[skipped + k], work.weight[k], i);
      corner = hn::Add(corner, step[skipped + k]);
    }
  }
}

// The samples of a node's words.
template<int outputs> HWY_INLINE void split(const Words& node, V* sample) {
  const V low = hn::Set(Lanes32(), 65535);
  sample[0] = hn::And(node.first, low);
  if constexpr (outputs > 1) sample[1] = upper_half(node.first);
  if constexpr (outputs > 2) sample[2] = hn::And(node.second, low);
  if constexpr (outputs > 3) sample[3] = upper_half(node.second);
}

// The weighted sums at the corners that were found, of the grid that begins at `nodes`; the last
// corner lies `across` words behind the first. Since the weights are differences of fractions that
// come to 65536, the sum is that of the differences of samples, in as many bits, with a product
// less.
template<int axes, int outputs, class To>
HWY_INLINE void interpolate(const std::int32_t* nodes, std::ptrdiff_t across, Block& work,
                            const To& to) {
  const Lanes32 d;
  constexpr int words = PreparedTable::words_of_node(outputs);
  for (int k = 0; k <= axes; ++k) {
    const std::int32_t* const from = k < axes ? nodes : nodes + across;
    const Channel& corner = work.corner[k < axes ? k : 0];
    if constexpr (words == 1) fetch_words(from, corner, work.count, work.node[k]);
    if constexpr (words == 2) fetch_pairs(from, corner, work.count, work.node[k]);
  }
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    V sum[4], before[4], sample[4];
    for (int k = 0; k <= axes; ++k) {
      Words node{hn::Zero(d), hn::Zero(d)};
      if constexpr (words == 1) node.first = hn::Load(d, work.node[k] + i);
      if constexpr (words == 2) node = pairs_at(work.node[k], i);
      split<outputs>(node, sample);
      for (int o = 0; o < outputs; ++o) {
        sum[o] = k == 0 ? hn::Add(hn::ShiftLeft<16>(sample[o]), hn::Set(d, 32768))
                        : multiply_add(hn::Sub(sample[o], before[o]),
                                       at(work.weight[std::max(k, 1) - 1], i), sum[o]);
        before[o] = sample[o];
      }
    }
    for (int o = 0; o < outputs; ++o)
      sum[o] = upper_half(sum[o]);
    to.template put_all<outputs>(sum, i);
  }
}

template<int inputs, int outputs, class From, class To>
HWY_INLINE void through_grid(const PreparedTable& table, const From& from, Block& work,
                             const To& to) {
  find_corners<inputs, outputs>(table, from, work);
  const std::int32_t* const nodes = table.nodes.data();
  const std::ptrdiff_t word = PreparedTable::words_of_node(outputs), row = word * table.grid,
                       slab = row * table.grid;
  if constexpr (inputs != 4) {
    interpolate<inputs, outputs>(nodes, inputs == 1 ? word : word + row + slab, work, to);
  } else { // a line between two tetrahedra
    const Lanes32 d;
    alignas(64) Channels<outputs> lower, upper;
    interpolate<3, outputs>(nodes, word + row + slab, work, ToChannels{lower});
    interpolate<3, outputs>(nodes + slab * table.grid, word + row + slab, work, ToChannels{upper});
    for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
      Vectors<outputs> result;
      for (int o = 0; o < outputs; ++o) {
        const V a = at(lower[o], i), rise = hn::Sub(at(upper[o], i), a);
        const V half = hn::Add(hn::ShiftLeft<16>(a), hn::Set(d, 32768));
        result[o] = upper_half(multiply_add(rise, at(work.first_fraction, i), half));
      }
      to.template put_all<outputs>(result, i);
    }
  }
}

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
