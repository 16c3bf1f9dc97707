#include "sharpen/sharpen_rows.h"

#include <algorithm>

namespace platen::sharpen::reference {

namespace {

std::int32_t mean(std::int32_t a, std::int32_t b) {
  return (a + b + 1) >> 1;
}

std::int32_t lightness(const std::uint16_t* pixel, std::int32_t channels) {
  return channels == 1 ? pixel[0] : mean(mean(pixel[0], pixel[2]), pixel[1]);
}

std::int32_t gained(std::int32_t difference, const Gains& gains, std::uint16_t most) {
  const std::int32_t above = std::max(0, difference - gains.threshold);
  const std::int32_t twice = std::min(65535, 2 * above);
  const auto product = static_cast<std::uint32_t>(twice) * gains.amount >> 16;
  return std::min<std::int32_t>(static_cast<std::int32_t>(product), most);
}

} // namespace

void lightness_row(std::span<const std::uint16_t> in, std::int32_t channels,
                   std::span<std::int16_t> out, std::size_t first) {
  const auto step = static_cast<std::size_t>(channels);
  for (std::size_t i = first; i < out.size(); ++i)
    out[i] = static_cast<std::int16_t>(lightness(in.data() + i * step, channels) - 32768);
}

void weighted_sum(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                  std::span<std::int16_t> out, std::size_t first) {
  for (std::size_t i = first; i < out.size(); ++i) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < rows.size(); ++k)
      sum += std::int32_t{weights[k]} * rows[k][i];
    const std::int32_t rounded = (sum + (1 << (weight_bits - 1))) >> weight_bits;
    out[i] = static_cast<std::int16_t>(std::clamp(rounded, -32768, 32767));
  }
}

void sharpen_row(std::span<const std::uint16_t> in, std::int32_t channels,
                 std::span<const std::int16_t> blurred, const Gains& gains,
                 std::span<std::uint16_t> out, std::size_t first) {
  const auto step = static_cast<std::size_t>(channels);
  for (std::size_t i = first; i < blurred.size(); ++i) {
    const std::int32_t difference =
        lightness(in.data() + i * step, channels) - (blurred[i] + 32768);
    const std::int32_t change = gained(difference, gains, gains.most_lighter) -
                                gained(-difference, gains, gains.most_darker);
    for (std::size_t c = i * step; c < (i + 1) * step; ++c)
      out[c] = static_cast<std::uint16_t>(std::clamp(in[c] + change, 0, 65535));
  }
}

} // namespace platen::sharpen::reference
