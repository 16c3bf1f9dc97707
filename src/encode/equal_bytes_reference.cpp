#include "encode/equal_bytes.h"

namespace platen::encode {

void equal_bytes_reference(const std::byte* a, const std::byte* b, std::size_t count,
                           std::span<std::uint64_t> bits) {
  for (std::size_t word = 0; word < (count + 63) / 64; ++word)
    bits[word] = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (a[i] == b[i]) bits[i / 64] |= std::uint64_t{1} << (i % 64);
}

} // namespace platen::encode
