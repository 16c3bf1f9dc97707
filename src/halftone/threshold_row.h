#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::halftone {

// A row of gray against a row of thresholds that repeats: bit 1 (ink) where gray < threshold, the
// leftmost pixel in the most significant bit; bits beyond the row are 0. The number of thresholds
// is a multiple of 64; `out` holds (gray.size() + 7) / 8 bytes.
void threshold_row(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                   std::span<std::byte> out);
void threshold_row(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                   std::span<std::byte> out);

namespace reference {
void threshold_row(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                   std::span<std::byte> out);
void threshold_row(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                   std::span<std::byte> out);
} // namespace reference

} // namespace platen::halftone
