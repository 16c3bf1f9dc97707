#pragma once

#include "base/bytes.h"
#include "encode/run_map.h"

namespace platen::encode::pclxl {

// PCL XL's RLE (PackBits): 0..127 = so many and one bytes follow, 129..255 = the next byte 257 - n
// times. No run crosses a row's end, so that equal rows have equal codes.
class PackBits {
public:
  explicit PackBits(std::size_t row_bytes);
  // Appends the code of one row of row_bytes bytes.
  void append(Bytes row, Buffer& out);

private:
  RunMap runs_;
  Buffer code_; // room for the worst row
};

// The same bytes, one at a time.
void packbits_reference(Bytes row, Buffer& out);

} // namespace platen::encode::pclxl
