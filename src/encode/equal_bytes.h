#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::encode {

// Bit i % 64 of bits[i / 64] is set where a[i] == b[i], for i < count; the bits of the last word
// beyond `count` are clear. `bits` has at least (count + 63) / 64 words. a and b may overlap.
void equal_bytes(const std::byte* a, const std::byte* b, std::size_t count,
                 std::span<std::uint64_t> bits);

// The same, one byte at a time: what the fast one is compared with.
void equal_bytes_reference(const std::byte* a, const std::byte* b, std::size_t count,
                           std::span<std::uint64_t> bits);

} // namespace platen::encode
