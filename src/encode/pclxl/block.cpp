#include "encode/pclxl/block.h"

#include <cstring>
#include <limits>

namespace platen::encode::pclxl {

BlockCompressor::BlockCompressor(std::int32_t width)
    : row_bytes_(mask1.row_bytes(width)), padded_bytes_((row_bytes_ + 3) / 4 * 4),
      packbits_(padded_bytes_), delta_row_(row_bytes_), blank_(row_bytes_) {}

Block BlockCompressor::compress(ConstBand rows) {
  EXPECTS(rows.stride() >= padded_bytes_);
  find_repeats(rows);
  // The code that was the smaller one of the last block likely is again: then little of the other
  // is made. Which one that is changes nothing in what comes out.
  if (last_ == Compression::delta_row) {
    make_delta_rows(rows, std::numeric_limits<std::size_t>::max());
    if (rle_is_longer(rows, delta_.size())) return {last_, delta_};
    make_rle(rows, delta_.size());
    last_ = rle_.size() > delta_.size() ? Compression::delta_row : Compression::rle;
  } else {
    make_rle(rows, std::numeric_limits<std::size_t>::max());
    make_delta_rows(rows, rle_.size());
    last_ = delta_.size() < rle_.size() ? Compression::delta_row : Compression::rle;
  }
  return {last_, last_ == Compression::rle ? rle_ : delta_};
}

void BlockCompressor::find_repeats(ConstBand rows) {
  const RowRange range = rows.rows();
  repeats_.assign(static_cast<std::size_t>(range.count), false);
  for (std::int32_t y = range.first + 1; y < range.end(); ++y)
    repeats_[static_cast<std::size_t>(y - range.first)] =
        std::memcmp(rows.row(y).data(), rows.row(y - 1).data(), row_bytes_) == 0;
}

bool BlockCompressor::repeats(ConstBand rows, std::int32_t y) const {
  return repeats_[static_cast<std::size_t>(y - rows.rows().first)];
}

// Whether that can be told without making it.
bool BlockCompressor::rle_is_longer(ConstBand rows, std::size_t than) {
  std::size_t least = 0, row = 0;
  const RowRange range = rows.rows();
  for (std::int32_t y = range.first; y < range.end() && least <= than; ++y) {
    if (!repeats(rows, y)) row = packbits_.least(Bytes(rows.row(y).data(), padded_bytes_));
    least += row;
  }
  return least > than;
}

// Both end early when the code has become longer than `enough`.
void BlockCompressor::make_rle(ConstBand rows, std::size_t enough) {
  rle_.clear();
  std::size_t last_code = 0; // where in rle_ the code of the row before begins
  const RowRange range = rows.rows();
  for (std::int32_t y = range.first; y < range.end() && rle_.size() <= enough; ++y) {
    const std::size_t begin = rle_.size();
    if (repeats(rows, y)) {
      rle_.resize(begin + (begin - last_code));
      std::memcpy(rle_.data() + begin, rle_.data() + last_code, begin - last_code);
    } else {
      packbits_.append(Bytes(rows.row(y).data(), padded_bytes_), rle_);
    }
    last_code = begin;
  }
}

void BlockCompressor::make_delta_rows(ConstBand rows, std::size_t enough) {
  delta_.clear();
  const RowRange range = rows.rows();
  for (std::int32_t y = range.first; y < range.end() && delta_.size() <= enough; ++y) {
    if (repeats(rows, y)) {
      delta_.resize(delta_.size() + 2); // a count of zero
      continue;
    }
    const Bytes before =
        y == range.first ? Bytes(blank_) : Bytes(rows.row(y - 1).data(), row_bytes_);
    delta_row_.append(Bytes(rows.row(y).data(), row_bytes_), before, delta_);
  }
}

} // namespace platen::encode::pclxl
