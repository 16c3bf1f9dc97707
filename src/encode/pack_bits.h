#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <cstring>

// The codes of PackBits (PCL XL's RLE, PCL 5's mode 2): 0..127 = so many and one bytes follow,
// 129..255 = the next byte 257 - n times.
namespace platen::encode::pack_bits {

inline constexpr std::size_t longest = 128;    // bytes that one control byte stands for
inline constexpr std::size_t shortest_run = 3; // inside literals, two equal bytes stay there

// Both write at `at`, which has room for a byte in 128 more than `bytes`, and give where they end.
inline std::byte* put_literal(std::byte* at, Bytes bytes) {
  while (!bytes.empty()) {
    const std::size_t now = std::min(bytes.size(), longest);
    *at++ = static_cast<std::byte>(now - 1);
    std::memcpy(at, bytes.data(), now);
    at += now;
    bytes = bytes.subspan(now);
  }
  return at;
}

inline std::byte* put_run(std::byte* at, Bytes bytes) {
  while (!bytes.empty()) {
    const std::size_t now = std::min(bytes.size(), longest);
    // A last single byte has no run code: it is a literal of one.
    *at++ = static_cast<std::byte>(now == 1 ? 0 : 257 - now);
    *at++ = bytes[0];
    bytes = bytes.subspan(now);
  }
  return at;
}

} // namespace platen::encode::pack_bits
