#pragma once

#include <cstdint>
#include <span>

namespace platen::colour {

// out[i] = in[i] * 257; `out` is at least as long as `in`.
void widen(std::span<const std::uint8_t> in, std::span<std::uint16_t> out);

namespace reference {
void widen(std::span<const std::uint8_t> in, std::span<std::uint16_t> out);
} // namespace reference

} // namespace platen::colour
