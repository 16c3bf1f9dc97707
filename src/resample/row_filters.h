#pragma once

#include "resample/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::resample {

// The inner loops. Samples between the two passes are biased, v - 32768, so that they and the
// weights are both signed 16-bit numbers; sums are exact in 32 bits and rounded once, halves up,
// then clamped.

// What filter_columns may read beyond the last sample of a row (zero weights, whole vectors).
constexpr std::size_t row_slack(std::int32_t taps, std::int32_t channels) {
  return (static_cast<std::size_t>(taps) + 8) * static_cast<std::size_t>(channels);
}
// What `taps` must be a multiple of.
constexpr std::int32_t taps_multiple(std::int32_t channels) {
  return channels == 1 ? 8 : 2;
}

// out[i] = v[i] - 32768 for unsigned v; for the way back too, with the bits read as unsigned.
void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out);

// Across: one row of 1, 3 or 4 channels. `row` is biased and goes row_slack() samples beyond the
// picture, all readable; `out` is biased and holds as many pixels as there are weights.
void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out);

// Down: out[i] = the weighted sum of rows[k][i], the bias taken off. As many rows as weights, an
// even number; each at least as long as `out`.
void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 std::span<std::uint16_t> out);

// The same, scalar: what the above must equal to the bit.
namespace reference {
void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out);
void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out);
void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 std::span<std::uint16_t> out, std::size_t first = 0); // from out[first] on
} // namespace reference

} // namespace platen::resample
