#include "base/result.h"
#include "encode/pclxl/packbits_least.h"

#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "encode/pclxl/packbits_least_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::encode::pclxl::HWY_NAMESPACE {

// No vectors: but targets count bits in one instruction, which the oldest processors lack.
std::size_t least_kernel(const std::uint64_t* equal, std::size_t row_bytes) {
  std::size_t least = 0;
  std::uint64_t before = 0; // the word of equal bits before this one
  bool ended = true;        // whether a stretch ends right before this word
  for (std::size_t at = 0; at < row_bytes; at += 64) {
    const std::size_t count = row_bytes - at;
    const std::uint64_t valid = count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
    // The last byte of the row equals none behind it.
    const std::uint64_t last = count <= 64 ? std::uint64_t{1} << (count - 1) : 0;
    const std::uint64_t same = *equal++ & valid & ~last;
    const std::uint64_t ends = ~same & valid;
    const std::uint64_t begins = ends << 1 | std::uint64_t{ended};
    const std::uint64_t longer = same & begins;
    const std::uint64_t behind_three = (same << 2 | before >> 62) & (same << 3 | before >> 61);
    const auto bits = [](std::uint64_t word) {
      return static_cast<std::size_t>(std::popcount(word));
    };
    least += bits(ends) + bits(longer) + bits(ends & begins & behind_three);
    before = same;
    ended = (ends >> 63) != 0;
  }
  return least;
}

} // namespace platen::encode::pclxl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::encode::pclxl {

HWY_EXPORT(least_kernel);

std::size_t packbits_least(std::span<const std::uint64_t> equal, std::size_t row_bytes) {
  EXPECTS(equal.size() >= (row_bytes + 63) / 64);
  return HWY_DYNAMIC_DISPATCH(least_kernel)(equal.data(), row_bytes);
}

} // namespace platen::encode::pclxl
#endif
