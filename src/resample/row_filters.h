#pragma once

#include "resample/limit.h"
#include "resample/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::resample {

// The inner loops. Samples between the two passes are biased, v - 32768, so that they and the
// weights are both signed 16-bit numbers; sums are exact in 32 bits and rounded once, halves up,
// then clamped, and limited where limits are given.

// Pixels before the first one of a row that filter_columns may read: the first one again.
constexpr std::int32_t row_margin = 2;
// What filter_columns may read beyond the last pixel of a row: row_margin times the last one again,
// and then anything (zero weights, whole vectors).
constexpr std::size_t row_slack(std::int32_t taps, std::int32_t channels) {
  return (static_cast<std::size_t>(taps) + 8) * static_cast<std::size_t>(channels);
}
// What `taps` must be a multiple of.
constexpr std::int32_t taps_multiple(std::int32_t channels) {
  return channels == 1 ? 8 : 2;
}

// out[i] = v[i] - 32768 for unsigned v; for the way back too, with the bits read as unsigned.
void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out);

// Across: one row of 1, 3 or 4 channels. `row` is biased, begins row_margin pixels before the
// picture and goes row_slack() samples beyond it; `out` is biased and holds as many pixels as there
// are weights. Limited where the weights are.
void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out);

// Down: out[i] = the weighted sum of rows[k][i], the bias taken off. As many rows as weights, an
// even number; each at least as long as `out`. `limits` may be null.
void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out);

// The same, scalar: what the above must equal to the bit.
namespace reference {
void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out);
// From the output `first` on.
void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out,
                    std::size_t first = 0);
void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out, std::size_t first = 0);
} // namespace reference

} // namespace platen::resample
