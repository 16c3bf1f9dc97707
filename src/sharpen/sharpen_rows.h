#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::sharpen {

// The inner loops. The lightness of a pixel is its gray sample, or the mean of its green sample and
// the mean of the other two; means are rounded up. Between the steps it is biased, v - 32768, so
// that it and the weights are both signed 16-bit numbers.
inline constexpr std::int32_t weight_bits = 14; // 1.0 = 16384

// Biased lightness of a row of 1 or 3 channels.
void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out);

// out[i] = the sum of weights[k] * rows[k][i], exact in 32 bits, rounded once, halves up, clamped.
// An even number of rows, each at least as long as `out`; the weights sum to 1.0.
void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out);

struct Gains {
  std::uint16_t threshold = 0;
  std::uint16_t amount = 0; // 1.0 = 32768
  std::uint16_t most_lighter = 0, most_darker = 0;
};

// Adds to every channel of a pixel what its lightness differs from `blurred` (biased), less the
// threshold, times the amount (rounded down), at most the bounds; samples saturate.
void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out);

// The same, scalar, from pixel or sample `first` on: what the above must equal to the bit.
namespace reference {
void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out, std::size_t first = 0);
void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out, std::size_t first = 0);
void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out, std::size_t first = 0);
} // namespace reference

} // namespace platen::sharpen
