#include "resample/row_filters.h"

#include <algorithm>

namespace platen::resample::reference {

namespace {

std::int16_t round_and_clamp(std::int32_t sum) {
  const std::int32_t rounded = (sum + (1 << (weight_bits - 1))) >> weight_bits;
  return static_cast<std::int16_t>(std::clamp(rounded, -32768, 32767));
}

} // namespace

void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out) {
  for (std::size_t i = 0; i < in.size(); ++i)
    out[i] = static_cast<std::uint16_t>(in[i] ^ 0x8000U);
}

void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out) {
  const auto step = static_cast<std::size_t>(channels);
  for (std::size_t pixel = 0; pixel < weights.start.size(); ++pixel) {
    const auto taps = weights.of(pixel);
    const auto first = static_cast<std::size_t>(weights.start[pixel]) * step;
    for (std::size_t channel = 0; channel < step; ++channel) {
      std::int32_t sum = 0;
      for (std::size_t k = 0; k < taps.size(); ++k)
        sum += std::int32_t{taps[k]} * row[first + k * step + channel];
      out[pixel * step + channel] = round_and_clamp(sum);
    }
  }
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 std::span<std::uint16_t> out, std::size_t first) {
  for (std::size_t i = first; i < out.size(); ++i) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < rows.size(); ++k)
      sum += std::int32_t{weights[k]} * rows[k][i];
    out[i] = static_cast<std::uint16_t>(round_and_clamp(sum) + 32768);
  }
}

} // namespace platen::resample::reference
