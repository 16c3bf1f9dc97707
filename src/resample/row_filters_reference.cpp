#include "resample/row_filters.h"

#include <algorithm>

namespace platen::resample::reference {

namespace {

std::int16_t round_and_clamp(std::int32_t sum) {
  const std::int32_t rounded = (sum + (1 << (weight_bits - 1))) >> weight_bits;
  return static_cast<std::int16_t>(std::clamp(rounded, -32768, 32767));
}

std::uint16_t unbiased(std::int16_t v) {
  return static_cast<std::uint16_t>(v + 32768);
}
std::int16_t biased(std::uint16_t v) {
  return static_cast<std::int16_t>(v - 32768);
}

// One channel of one output; sample(k) is that of source pixel k.
template<class Sample>
std::int16_t limited(std::int16_t value, const Weights& weights, std::size_t pixel,
                     const Sample& sample) {
  const std::int32_t at = weights.bracket[pixel];
  const bool pair = weights.lobe_first.empty();
  const std::int32_t first = pair ? at : weights.lobe_first[pixel];
  const std::int32_t count = pair ? 2 : weights.lobe_count[pixel];
  std::uint16_t lo = sample(first), hi = lo;
  for (std::int32_t k = 1; k < count; ++k) {
    lo = std::min(lo, sample(first + k));
    hi = std::max(hi, sample(first + k));
  }
  return biased(
      limit(unbiased(value), {sample(at - 1), sample(at), sample(at + 1), sample(at + 2)}, lo, hi));
}

std::uint16_t limited(std::uint16_t value, const RowLimits& limits, std::size_t i) {
  const auto& s = limits.around;
  const auto lobe = limits.lobe.empty() ? std::span(s).subspan(1, 2) : limits.lobe;
  std::uint16_t lo = unbiased(lobe[0][i]), hi = lo;
  for (const std::int16_t* row : lobe) {
    lo = std::min(lo, unbiased(row[i]));
    hi = std::max(hi, unbiased(row[i]));
  }
  return limit(value, {unbiased(s[0][i]), unbiased(s[1][i]), unbiased(s[2][i]), unbiased(s[3][i])},
               lo, hi);
}

} // namespace

void flip_bias(std::span<const std::uint16_t> in, std::span<std::uint16_t> out) {
  for (std::size_t i = 0; i < in.size(); ++i)
    out[i] = static_cast<std::uint16_t>(in[i] ^ 0x8000U);
}

void filter_columns(const Weights& weights, std::int32_t channels,
                    std::span<const std::int16_t> row, std::span<std::int16_t> out,
                    std::size_t first) {
  const auto step = static_cast<std::size_t>(channels);
  for (std::size_t pixel = first; pixel < weights.start.size(); ++pixel) {
    const auto taps = weights.of(pixel);
    for (std::size_t channel = 0; channel < step; ++channel) {
      const auto sample = [&](std::int32_t k) {
        return row[static_cast<std::size_t>(k + row_margin) * step + channel];
      };
      std::int32_t sum = 0;
      for (std::int32_t k = 0; k < weights.taps; ++k)
        sum += std::int32_t{taps[static_cast<std::size_t>(k)]} * sample(weights.start[pixel] + k);
      std::int16_t value = round_and_clamp(sum);
      if (weights.limited())
        value = limited(value, weights, pixel, [&](auto k) { return unbiased(sample(k)); });
      out[pixel * step + channel] = value;
    }
  }
}

void filter_rows(std::span<const std::int16_t* const> rows, std::span<const std::int16_t> weights,
                 const RowLimits* limits, std::span<std::uint16_t> out, std::size_t first) {
  for (std::size_t i = first; i < out.size(); ++i) {
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < rows.size(); ++k)
      sum += std::int32_t{weights[k]} * rows[k][i];
    out[i] = unbiased(round_and_clamp(sum));
    if (limits != nullptr) out[i] = limited(out[i], *limits, i);
  }
}

} // namespace platen::resample::reference
