#include "scan/clean/rows.h"

#include <algorithm>

namespace platen::scan::cleaning::reference {
namespace {

constexpr std::int32_t rounded(std::int32_t sum) {
  return (sum + (1 << (weight_bits - 1))) >> weight_bits;
}
constexpr std::int16_t within_16_bits(std::int32_t v) {
  return static_cast<std::int16_t>(std::clamp(v, -32768, 32767));
}

} // namespace

void add_row(std::span<const std::uint8_t> in, std::span<std::uint16_t> sums) {
  for (std::size_t i = 0; i < in.size(); ++i)
    sums[i] = static_cast<std::uint16_t>(sums[i] + in[i]);
}

void mean_of_pairs(std::span<const std::uint16_t> sums, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>((sums[2 * i] + sums[2 * i + 1] + 2) / 4);
}

void widen_row(std::span<const std::uint8_t> in, std::span<std::int16_t> out) {
  for (std::size_t i = 0; i < in.size(); ++i)
    out[i] = static_cast<std::int16_t>(in[i] << sample_bits);
}

void shift_row(std::span<const std::int16_t> in, std::size_t step,
               std::span<const std::int16_t, taps> weight, std::span<std::int16_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < taps; ++k)
      sum += weight[k] * in[i + k * step];
    out[i] = within_16_bits(rounded(sum));
  }
}

void mix_rows(std::span<const std::int16_t* const, taps> rows,
              std::span<const std::int16_t* const, taps> weight, std::span<std::int16_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < taps; ++k)
      sum += weight[k][i] * rows[k][i];
    out[i] = within_16_bits(rounded(sum));
  }
}

void narrow_row(std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>(
        std::clamp((in[i] + (1 << (sample_bits - 1))) >> sample_bits, 0, 255));
}

std::int64_t sum_of_squared_steps(std::span<const std::uint16_t> sums) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i + 1 < sums.size(); ++i) {
    const std::int32_t step = std::clamp(sums[i + 1] - sums[i], -4095, 4095);
    sum += step * step;
  }
  return sum;
}

namespace {

std::int32_t gained(std::uint8_t sample, std::uint16_t gain) {
  return std::min(255, (sample * gain + 2048) >> 12);
}

// What the knee adds to a sample, in 1/256 of its distance from white.
std::int32_t lift(std::int32_t darkest, Knee knee) {
  if (darkest >= knee.white) return 256;
  if (darkest <= knee.kept) return 0;
  return (darkest - knee.kept) * (65536 / (knee.white - knee.kept)) >> 8;
}

std::uint8_t lifted(std::int32_t sample, std::int32_t lift) {
  return static_cast<std::uint8_t>(sample + ((255 - sample) * lift >> 8));
}

} // namespace

void whiten_gray(std::span<std::uint8_t> row, std::span<const std::uint16_t> gain, Knee knee) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::int32_t sample = gained(row[i], gain[i]);
    row[i] = lifted(sample, lift(sample, knee));
  }
}

void whiten_rgb(std::span<std::uint8_t> row, const RgbGains& gain, Knee knee) {
  for (std::size_t x = 0; x < row.size() / 3; ++x) {
    std::uint8_t* pixel = row.data() + 3 * x;
    const std::int32_t red = gained(pixel[0], gain[0][x]), green = gained(pixel[1], gain[1][x]);
    const std::int32_t blue = gained(pixel[2], gain[2][x]);
    const std::int32_t up = lift(std::min({red, green, blue}), knee);
    pixel[0] = lifted(red, up);
    pixel[1] = lifted(green, up);
    pixel[2] = lifted(blue, up);
  }
}

void blend_gains(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b,
                 std::int32_t part, std::span<std::uint16_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint16_t>(a[i] + ((b[i] - a[i]) * part >> 8));
}

} // namespace platen::scan::cleaning::reference
