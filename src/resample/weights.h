#pragma once

#include "resample/resample.h"

#include <cstdint>
#include <span>
#include <vector>

namespace platen::resample {

inline constexpr std::int32_t weight_bits = 14; // 1.0 = 16384, so that 1.25 still fits 16 bits

// For a run of output samples of one axis: which source samples make each, and with what weights.
struct Weights {
  std::int32_t taps = 0;            // weights an output sample; unused ones, at the end, are 0
  std::vector<std::int32_t> start;  // source index of the first weight
  std::vector<std::int16_t> weight; // taps for each output; they sum to exactly 1 << weight_bits
  std::span<const std::int16_t> of(std::size_t output) const {
    return std::span(weight).subspan(output * static_cast<std::size_t>(taps),
                                     static_cast<std::size_t>(taps));
  }
  // What the limiter looks at (limit.h); empty: nothing is limited. The source sample at or before
  // the output's own place, -1 .. source - 1.
  std::vector<std::int32_t> bracket;
  // The samples in the filter's main lobe, all in the source; empty: bracket and the next one.
  std::vector<std::int32_t> lobe_first, lobe_count;
  bool limited() const { return !bracket.empty(); }
};

// Scaling `source` samples to `destination` samples, edge to edge; the weights of the outputs
// first .. first+count-1. Both sizes are > 0. Beyond its ends the source repeats its last sample,
// so start >= 0, but start + taps may pass the end of the source with weights of 0. `taps` is a
// multiple of `multiple`. Integer arithmetic only: the same everywhere. When the sizes are equal
// the filter is the identity, and nothing needs to be limited.
Weights make_weights(std::int32_t source, std::int32_t destination, std::int32_t first,
                     std::int32_t count, Kernel kernel, std::int32_t multiple,
                     Ringing ringing = Ringing::allowed);

} // namespace platen::resample
