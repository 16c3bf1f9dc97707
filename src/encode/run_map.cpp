#include "encode/run_map.h"

#include "encode/equal_bytes.h"

#include <bit>

namespace platen::encode {

RunMap::RunMap(std::size_t row_bytes, std::size_t pixel_bytes)
    : row_bytes_(row_bytes), pixel_bytes_(pixel_bytes), starts_((row_bytes + 63) / 64 + 1),
      equal_(starts_.size()) {
  EXPECTS(pixel_bytes > 0 && row_bytes % pixel_bytes == 0);
  for (std::size_t at = 0; at < row_bytes; at += pixel_bytes)
    starts_[at / 64] |= std::uint64_t{1} << (at % 64);
}

void RunMap::scan(Bytes row) {
  EXPECTS(row.size() == row_bytes_);
  if (row_bytes_ <= pixel_bytes_) return; // one pixel: nothing is ever equal
  const std::size_t compared = row_bytes_ - pixel_bytes_;
  const std::size_t words = (compared + 63) / 64;
  equal_bytes(row.data(), row.data() + pixel_bytes_, compared, equal_);
  if (pixel_bytes_ == 1) return;
  // A pixel is equal when all its bytes are: fold the bits of its other bytes into its first.
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t all = equal_[word];
    for (std::size_t k = 1; k < pixel_bytes_; ++k)
      all &= (equal_[word] >> k) | (equal_[word + 1] << (64 - k));
    equal_[word] = all & starts_[word];
  }
}

std::size_t RunMap::next_equal(std::size_t from) const {
  if (from >= row_bytes_) return row_bytes_;
  std::size_t word = from / 64;
  std::uint64_t bits = equal_[word] & (~std::uint64_t{0} << (from % 64));
  while (bits == 0) {
    if (++word == equal_.size()) return row_bytes_;
    bits = equal_[word];
  }
  return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
}

std::size_t RunMap::next_different(std::size_t from) const {
  std::size_t word = from / 64;
  std::uint64_t bits = starts_[word] & ~equal_[word] & (~std::uint64_t{0} << (from % 64));
  while (bits == 0) {
    EXPECTS(word + 1 < equal_.size());
    ++word;
    bits = starts_[word] & ~equal_[word];
  }
  return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
}

} // namespace platen::encode
