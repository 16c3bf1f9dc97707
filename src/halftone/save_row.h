#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace platen::halftone {

// How far from its outline ink is left as it is, in pixels, and how much lighter than a pixel what
// is beside it must be for an outline, of 255 and of 65535.
inline constexpr std::int32_t outline_px = 2;
inline constexpr std::uint8_t outline_step8 = 64;
inline constexpr std::uint16_t outline_step16 = 64 * 257;

// The rows around a row, itself in the middle, all of one length.
template<class Sample>
using RowsAround =
    std::array<std::span<const Sample>, static_cast<std::size_t>(2 * outline_px + 1)>;

// The row in gray with its ink thinned to 5/8, 37.5 % saved, but for pixels that lie within
// outline_px of one that is lighter by the step. Beyond the ends of the rows there is nothing.
// `most` is scratch memory: as long as a row and 2 * outline_px more.
void save_row(const RowsAround<std::uint8_t>& rows, std::span<std::uint8_t> most,
              std::span<std::uint8_t> out);
void save_row(const RowsAround<std::uint16_t>& rows, std::span<std::uint16_t> most,
              std::span<std::uint16_t> out);

// v + 3/8 of what it lacks to white, by means that are rounded up.
template<class Sample> constexpr Sample thinned(Sample v) {
  const auto mean = [](unsigned a, unsigned b) { return (a + b + 1) / 2; };
  const unsigned white = static_cast<Sample>(~Sample{0});
  const unsigned half = mean(v, white);
  return static_cast<Sample>(mean(half, mean(half, v)));
}

namespace reference {
void save_row(const RowsAround<std::uint8_t>& rows, std::span<std::uint8_t> most,
              std::span<std::uint8_t> out);
void save_row(const RowsAround<std::uint16_t>& rows, std::span<std::uint16_t> most,
              std::span<std::uint16_t> out);
} // namespace reference

} // namespace platen::halftone
