// The grid in Lab behind a matrix, once for each of Highway's targets: included where
// <hwy/highway.h> already is.
#include "colour/lanes-inl.h"

#if defined(PLATEN_COLOUR_LAB_GRID) == defined(HWY_TARGET_TOGGLE)
#ifdef PLATEN_COLOUR_LAB_GRID
#undef PLATEN_COLOUR_LAB_GRID
#else
#define PLATEN_COLOUR_LAB_GRID
#endif

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace platen::colour::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// How far the pixels that were just loaded are above 65279 as a whole; ink is white where it lacks.
template<int inputs> HWY_INLINE void keep_whiteness(Block& work) {
  const Lanes32 d;
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    V least = at(work.x[0], i);
    for (int c = 1; c < inputs; ++c)
      least = inputs == 4 ? hn::Max(least, at(work.x[c], i)) : hn::Min(least, at(work.x[c], i));
    if constexpr (inputs == 4) least = hn::Sub(hn::Set(d, 65535), least);
    put(hn::Max(hn::Sub(least, hn::Set(d, 65279)), hn::Zero(d)), work.white, i);
  }
}

HWY_INLINE void lab_of_roots(const PreparedLabGrid& lab, Block& work) {
  const Lanes32 d;
  const V lowest = hn::Set(d, -32768), highest = hn::Set(d, 32767);
  const auto axis = [&](int a, V v) HWY_ATTR {
    const V sum = multiply_add(v, hn::Set(d, lab.factor[static_cast<std::size_t>(a)]),
                               hn::Set(d, lab.offset[static_cast<std::size_t>(a)]));
    return clamp_sample(hn::ShiftRight<14>(sum));
  };
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const V x = at(work.x[0], i), y = at(work.x[1], i), z = at(work.x[2], i);
    put(axis(0, y), work.x[0], i);
    put(axis(1, hn::Min(hn::Max(hn::Sub(x, y), lowest), highest)), work.x[1], i);
    put(axis(2, hn::Sub(y, z)), work.x[2], i);
  }
}

// Each pixel's lowest corner, and how far it lies from it along each axis.
HWY_INLINE void find_lab_cells(std::int32_t grid, std::int32_t words, Block& work) {
  const Lanes32 d;
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    V corner = hn::Zero(d);
    for (int axis = 0; axis < 3; ++axis) {
      const V x = at(work.x[axis], i);
      const V p = hn::Mul(hn::Add(x, hn::ShiftRight<15>(x)), hn::Set(d, grid - 1));
      const V cell = hn::Min(upper_half(p), hn::Set(d, grid - 2));
      put(hn::Sub(p, hn::ShiftLeft<16>(cell)), work.weight[axis], i);
      corner = multiply_add(corner, hn::Set(d, grid), cell);
    }
    put(hn::Mul(corner, hn::Set(d, words)), work.corner[0], i);
  }
}

// Of two samples, each in the upper half of its word, without regard to the lower one: that of
// a * (65536 - f) + b * f, in as many bits, with one product.
HWY_INLINE V between(V a, V b, V f) {
  const Lanes32 d;
  const V upper = hn::Set(d, static_cast<std::int32_t>(0xffff0000U));
  const V rise = hn::Sub(upper_half(b), upper_half(a));
  return multiply_add(rise, f, hn::Add(hn::And(a, upper), hn::Set(d, 32768)));
}

struct LabNodes { // the words of two neighbours along the third axis
  // Written out: what the compiler adds by itself may not use the vectors of this target.
  HWY_INLINE LabNodes() {}
  V a0, a1, b0, b1;
};
template<int words> HWY_INLINE LabNodes lab_nodes_at(const std::int32_t* node, std::size_t i) {
  const Lanes32 d;
  LabNodes n;
  n.a0 = n.a1 = n.b0 = n.b1 = hn::Zero(d);
  if constexpr (words == 1) {
    const Words pair = pairs_at(node, i);
    n.a0 = pair.first, n.b0 = pair.second;
  } else {
    hn::LoadInterleaved4(d, node + 4 * i, n.a0, n.a1, n.b0, n.b1);
  }
  return n;
}

// Along all three axes, of the output that `pick` brings into the upper halves of words.
template<class Pick> HWY_INLINE V trilinear(const LabNodes* n, const V* f, const Pick& pick) {
  V side[4];
  for (int k = 0; k < 4; ++k)
    side[k] = between(pick.a(n[k]), pick.b(n[k]), f[2]);
  return upper_half(
      between(between(side[0], side[1], f[1]), between(side[2], side[3], f[1]), f[0]));
}

struct PickLow0 {
  HWY_INLINE V a(const LabNodes& n) const { return hn::ShiftLeft<16>(n.a0); }
  HWY_INLINE V b(const LabNodes& n) const { return hn::ShiftLeft<16>(n.b0); }
};
struct PickHigh0 {
  HWY_INLINE V a(const LabNodes& n) const { return n.a0; }
  HWY_INLINE V b(const LabNodes& n) const { return n.b0; }
};
struct PickLow1 {
  HWY_INLINE V a(const LabNodes& n) const { return hn::ShiftLeft<16>(n.a1); }
  HWY_INLINE V b(const LabNodes& n) const { return hn::ShiftLeft<16>(n.b1); }
};

template<int outputs> HWY_INLINE void through_lab_nodes(const PreparedLabGrid& lab, Block& work) {
  const Lanes32 d;
  constexpr int words = PreparedTable::words_of_node(outputs);
  const std::ptrdiff_t row = std::ptrdiff_t{lab.grid} * words, slab = row * lab.grid;
  find_lab_cells(lab.grid, words, work);
  for (int k = 0; k < 4; ++k) {
    const std::int32_t* const from = lab.nodes.data() + (k & 1) * row + (k >> 1) * slab;
    if constexpr (words == 1)
      fetch_pairs(from, work.corner[0], work.count, work.node[k]);
    else
      fetch_quads(from, work.corner[0], work.count, work.node[k]);
  }
  for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
    const V f[3] = {at(work.weight[0], i), at(work.weight[1], i), at(work.weight[2], i)};
    LabNodes n[4];
    for (int k = 0; k < 4; ++k)
      n[k] = lab_nodes_at<words>(work.node[k], i);
    put(trilinear(n, f, PickLow0()), work.x[0], i);
    if constexpr (outputs == 3) {
      put(trilinear(n, f, PickHigh0()), work.x[1], i);
      put(trilinear(n, f, PickLow1()), work.x[2], i);
    }
  }
}

template<int outputs> HWY_INLINE void raise_white(const PreparedLabGrid& lab, Block& work) {
  const Lanes32 d;
  for (int o = 0; o < outputs; ++o) {
    const V rise = hn::Set(d, lab.white_rise[static_cast<std::size_t>(o)]);
    for (std::size_t i = 0; i < work.count; i += hn::Lanes(d)) {
      const V more = hn::ShiftRight<8>(hn::Mul(rise, at(work.white, i)));
      put(clamp_sample(hn::Add(at(work.x[o], i), more)), work.x[o], i);
    }
  }
}

// From the roots that the matrix gave to the table's outputs.
template<int outputs> HWY_INLINE void through_lab_grid(const PreparedLabGrid& lab, Block& work) {
  lab_of_roots(lab, work);
  if (lab.input_curves.size != 0) through_sample_curves<3>(lab.input_curves, work);
  through_lab_nodes<outputs>(lab, work);
  if (lab.output_curves.size != 0) through_sample_curves<outputs>(lab.output_curves, work);
  if (!lab.white_rise.empty()) raise_white<outputs>(lab, work);
}

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
