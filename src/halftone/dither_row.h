#pragma once

#include <cstdint>
#include <span>

namespace platen::halftone {

// 16 -> 8 bits: in[i] = 257 q + r gives q, or q + 1 where r is above the threshold (0..256,
// repeating). The number of thresholds is a multiple of 64.
void dither_row(std::span<const std::uint16_t> in, std::span<const std::uint16_t> thresholds,
                std::span<std::uint8_t> out);

namespace reference {
void dither_row(std::span<const std::uint16_t> in, std::span<const std::uint16_t> thresholds,
                std::span<std::uint8_t> out);
} // namespace reference

} // namespace platen::halftone
