#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::codec {

// One sample of colour over white: (colour * alpha + white * (max - alpha)) / max, to the nearest,
// in the file's own encoding, as viewers do. Sample is std::uint8_t or std::uint16_t; 32 bits
// suffice for both. White is the largest sample for light, 0 for ink.
template<class Sample>
constexpr Sample over_white(std::uint32_t colour, std::uint32_t alpha, std::uint32_t white) {
  constexpr std::uint32_t max = static_cast<Sample>(~Sample{0});
  return static_cast<Sample>((colour * alpha + white * (max - alpha) + max / 2) / max);
}

// Pixels of `channels` colour samples and one alpha sample, to pixels of `channels` samples.
template<class Sample>
void flatten_row(std::span<const Sample> from, std::span<Sample> to, std::size_t channels,
                 Sample white) {
  for (std::size_t in = 0, out = 0; out + channels <= to.size();
       in += channels + 1, out += channels) {
    const Sample alpha = from[in + channels];
    for (std::size_t c = 0; c < channels; ++c)
      to[out + c] = over_white<Sample>(from[in + c], alpha, white);
  }
}

} // namespace platen::codec
