#pragma once

#include "base/bytes.h"
#include "encode/run_map.h"

#include <cstdint>
#include <vector>

namespace platen::encode::pclxl {

// PCL XL's RLE (PackBits): 0..127 = so many and one bytes follow, 129..255 = the next byte 257 - n
// times. No run crosses a row's end, so that equal rows have equal codes.
class PackBits {
public:
  explicit PackBits(std::size_t row_bytes);
  // Appends the code of one row of row_bytes bytes.
  void append(Bytes row, Buffer& out);
  // A number of bytes that the code of the row has at least, in a fraction of the time.
  std::size_t least(Bytes row);

private:
  RunMap runs_;
  Buffer code_;                      // room for the worst row
  std::vector<std::uint64_t> equal_; // bit = byte that equals the one behind it
};

// The same bytes, one at a time.
void packbits_reference(Bytes row, Buffer& out);

} // namespace platen::encode::pclxl
