#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// The inner loops over whole rows of a page: for every instruction set, equal to the bit to the
// plain ones in `reference`. All arithmetic is exact in the integers named; each says where it
// rounds.
namespace platen::scan::cleaning {

// The resampling filter of a turn: taps along one line, weights in 1/16384 that add up to 1.
constexpr std::int32_t taps = 6;
constexpr std::int32_t weight_bits = 14;
// Between the passes of a turn samples have 6 more bits, and may lie beyond black and white.
constexpr std::int32_t sample_bits = 6;

// sums[i] += in[i]; the caller sees to it that no sum passes 65,535.
void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums);

// out[i] = (sums[2i] + sums[2i + 1] + 2) / 4: the mean of four, halves up; each sum is of two
// samples.
void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out);

// out[i] = in[i] * 64.
void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out);

// out[i] = the sum over k of weight[k] * in[i + k * step], rounded halves up, kept within 16 bits.
// `in` is (taps - 1) * step samples longer than `out`.
void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out);

// out[i] = the sum over k of weight[k][i] * rows[k][i], rounded halves up, kept within 16 bits.
void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out);

// out[i] = in[i] / 64, rounded halves up, 0 to 255.
void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out);

// The sum of (sums[i + 1] - sums[i])^2, where steps beyond 4,095 count as that.
std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums);

// How paper becomes white. Samples are first multiplied by gain / 4096 (rounded, 255 at most); then
// those from `white` on become 255, those up to `kept` stay, and between them the scale is
// stretched.
struct Knee {
  std::uint8_t kept = 0, white = 0;
};
void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee);
// Chunky RGB, and gains for each channel. The darkest of the three decides for all, so that no hue
// changes.
using RgbGains = std::array<const std::uint16_t*, 3>;
void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee);

// out[i] = a[i] + (b[i] - a[i]) * part / 256, rounded down.
void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out);

namespace reference {
void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums);
void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out);
void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out);
void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out);
void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out);
void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out);
std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums);
void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee);
void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee);
void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out);
} // namespace reference

} // namespace platen::scan::cleaning
