#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::encode::pclxl {

// No code of PackBits (packbits.h) of a row of row_bytes bytes is shorter than this. Of `equal`,
// bit i says that byte i equals the one behind it (equal_bytes.h), for i < row_bytes - 1. Stretches
// of equal bytes cost one byte where they are single and two where not, and a single one behind
// three equal ones begins a literal, whose length is another. On pages that is off by 1 in 100.
std::size_t packbits_least(std::span<const std::uint64_t> equal, std::size_t row_bytes);

// The same, one byte at a time.
std::size_t packbits_least_reference(std::span<const std::uint64_t> equal, std::size_t row_bytes);

} // namespace platen::encode::pclxl
