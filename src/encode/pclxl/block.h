#pragma once

#include "encode/pclxl/delta_row.h"
#include "encode/pclxl/packbits.h"
#include "image/image.h"

namespace platen::encode::pclxl {

enum class Compression : std::uint8_t { rle = 1, delta_row = 3 };

struct Block {
  Compression compression = Compression::rle;
  Bytes data; // valid until the next compress()
};

// Compresses blocks of 1-bit rows, which start at byte 0 and whose bits beyond the width are zero.
class BlockCompressor {
public:
  explicit BlockCompressor(std::int32_t width);
  // The smaller of the two codes; RLE when they are equal. The row before the first one counts as
  // zero.
  Block compress(ConstBand rows);

private:
  void find_repeats(ConstBand rows);
  bool repeats(ConstBand rows, std::int32_t y) const;
  bool rle_is_longer(ConstBand rows, std::size_t than);
  void make_rle(ConstBand rows, std::size_t enough);
  void make_delta_rows(ConstBand rows, std::size_t enough);

  std::size_t row_bytes_;    // of a delta row
  std::size_t padded_bytes_; // of an RLE row: a multiple of 4
  PackBits packbits_;
  DeltaRow delta_row_;
  Buffer blank_;
  std::vector<bool> repeats_; // whether a row of the block equals the one before it
  Buffer rle_, delta_;
  Compression last_ = Compression::rle; // the smaller code of the last block
};

} // namespace platen::encode::pclxl
