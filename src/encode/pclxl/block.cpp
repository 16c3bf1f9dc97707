#include "encode/pclxl/block.h"

#include <cstring>

namespace platen::encode::pclxl {

BlockCompressor::BlockCompressor(std::int32_t width)
    : row_bytes_(mask1.row_bytes(width)), padded_bytes_((row_bytes_ + 3) / 4 * 4),
      packbits_(padded_bytes_), delta_row_(row_bytes_), blank_(row_bytes_) {}

Block BlockCompressor::compress(ConstBand rows) {
  EXPECTS(rows.stride() >= padded_bytes_);
  const RowRange range = rows.rows();
  const auto row = [&](std::int32_t y) { return Bytes(rows.row(y).data(), padded_bytes_); };
  const auto repeats = [&](std::int32_t y) {
    return y > range.first && std::memcmp(row(y).data(), row(y - 1).data(), row_bytes_) == 0;
  };

  rle_.clear();
  std::size_t last_code = 0; // where in rle_ the code of the row before begins
  for (std::int32_t y = range.first; y < range.end(); ++y) {
    const std::size_t begin = rle_.size();
    if (repeats(y)) {
      rle_.resize(begin + (begin - last_code));
      std::memcpy(rle_.data() + begin, rle_.data() + last_code, begin - last_code);
    } else {
      packbits_.append(row(y), rle_);
    }
    last_code = begin;
  }

  delta_.clear();
  for (std::int32_t y = range.first; y < range.end() && delta_.size() < rle_.size(); ++y) {
    if (repeats(y)) {
      delta_.resize(delta_.size() + 2); // a count of zero
      continue;
    }
    const Bytes before = y == range.first ? Bytes(blank_) : row(y - 1).first(row_bytes_);
    delta_row_.append(row(y).first(row_bytes_), before, delta_);
  }
  if (delta_.size() < rle_.size()) return {Compression::delta_row, delta_};
  return {Compression::rle, rle_};
}

} // namespace platen::encode::pclxl
