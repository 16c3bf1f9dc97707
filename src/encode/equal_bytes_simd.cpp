#include "base/result.h"
#include "encode/equal_bytes.h"

#include <array>
#include <bit>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "encode/equal_bytes_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

static_assert(std::endian::native == std::endian::little,
              "mask bytes are read as little-endian words");

HWY_BEFORE_NAMESPACE();
namespace platen::encode::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The mask of 64 bytes, as one word.
HWY_INLINE std::uint64_t equal_word(const std::uint8_t* a, const std::uint8_t* b) {
  const hn::CappedTag<std::uint8_t, 64> d;
  std::uint64_t word = 0;
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < 64; ++i)
    word |= std::uint64_t{a[i] == b[i]} << i;
  static_cast<void>(d);
#else
  std::array<std::uint8_t, 16> bits{}; // StoreMaskBits may write 8 bytes whatever the vector's size
  for (std::size_t i = 0; i < 64; i += hn::Lanes(d)) {
    hn::StoreMaskBits(d, hn::Eq(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), bits.data() + i / 8);
  }
  std::memcpy(&word, bits.data(), sizeof word);
#endif
  return word;
}

void equal_bytes_kernel(const std::uint8_t* a, const std::uint8_t* b, std::size_t count,
                        std::uint64_t* bits) {
  std::size_t i = 0;
  for (; i + 64 <= count; i += 64)
    *bits++ = equal_word(a + i, b + i);
  if (i == count) return;
  const std::size_t rest = count - i;
  std::array<std::uint8_t, 64> tail_a{}, tail_b{};
  std::memcpy(tail_a.data(), a + i, rest);
  std::memcpy(tail_b.data(), b + i, rest);
  *bits = equal_word(tail_a.data(), tail_b.data()) & ((std::uint64_t{1} << rest) - 1);
}

} // namespace platen::encode::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::encode {

HWY_EXPORT(equal_bytes_kernel);

void equal_bytes(const std::byte* a, const std::byte* b, std::size_t count,
                 std::span<std::uint64_t> bits) {
  EXPECTS(bits.size() >= (count + 63) / 64);
  HWY_DYNAMIC_DISPATCH(equal_bytes_kernel)
  (reinterpret_cast<const std::uint8_t*>(a), reinterpret_cast<const std::uint8_t*>(b), count,
   bits.data());
}

} // namespace platen::encode
#endif
