#pragma once

#include "base/bytes.h"
#include "encode/run_map.h"

#include <cstdint>
#include <vector>

namespace platen::encode::pcl5 {

// PCL 5's compression mode 2 (PackBits): 0..127 = so many and one bytes follow, 129..255 = the next
// byte 257 - n times. Zeros at the end of a row are left out: the printer adds them.
class PackedRow {
public:
  explicit PackedRow(std::size_t row_bytes);
  // The code of the first `inked` bytes of a row of row_bytes bytes, the others being zero; nothing
  // where it would have `limit` bytes or more. Valid until the next call.
  Bytes encode(Bytes row, std::size_t inked, std::size_t limit);

private:
  // Whether the code has `limit` bytes or more, where that can be told without making it.
  bool is_longer(Bytes row, std::size_t inked, std::size_t limit);

  RunMap runs_;
  Buffer code_;                      // room for the worst row
  std::vector<std::uint64_t> equal_; // bit = byte that equals the one behind it
};

} // namespace platen::encode::pcl5
