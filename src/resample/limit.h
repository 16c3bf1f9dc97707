#pragma once

#include "resample/weights.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace platen::resample {

// What a hard edge may become on one axis. A sharp linear filter answers a step with halos, which
// print as light and dark seams; a filter without halos blurs. So the sharp one is kept and its
// result is limited to the range of the samples in its main lobe, widened only where the picture
// itself bends that way on both sides of the place: the crest of a wave may rise above the samples
// beside it, the plateau beside an edge may not. Each sample's bend is how far it lies from the
// mean of its neighbours; the smaller of the two bends of one sign is what may be gained. (The idea
// that agreeing curvature tells a crest from an overshoot is that of monotonicity-preserving
// schemes: Suresh and Huynh, Journal of Computational Physics 136, 1997.)
//
// All samples are unsigned. s: the four around the place, s[1] at or before it, those beyond the
// ends repeat the end. lo, hi: the least and the largest in the main lobe.
constexpr std::uint16_t limit(std::uint16_t value, const std::array<std::uint16_t, 4>& s,
                              std::uint16_t lo, std::uint16_t hi) {
  const std::int32_t first = s[1] - ((s[0] + s[2] + 1) >> 1);
  const std::int32_t second = s[2] - ((s[1] + s[3] + 1) >> 1);
  const std::int32_t up = std::max(0, std::min(first, second));
  const std::int32_t down = std::max(0, std::min(-first, -second));
  const std::int32_t least = std::max(0, lo - down), most = std::min(65535, hi + up);
  return static_cast<std::uint16_t>(std::clamp<std::int32_t>(value, least, most));
}

// The rows that limit a row of outputs: pointers to biased samples.
struct RowLimits {
  std::array<const std::int16_t*, 4> around;
  std::span<const std::int16_t* const> lobe; // empty: the two in the middle of `around`
};

} // namespace platen::resample
