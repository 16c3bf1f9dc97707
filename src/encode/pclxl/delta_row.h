#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace platen::encode::pclxl {

// PCL XL's delta rows: a 16-bit byte count, then commands that change the row before. A command
// keeps 0 or more bytes and sets 1 to 8; it bridges one unchanged byte between changed ones, as
// that costs no more than the next command's byte.
class DeltaRow {
public:
  // Rows are at most 8,192 bytes (65,536 pixels), so that a count always fits.
  explicit DeltaRow(std::size_t row_bytes);
  // Appends the code that turns `before` into `row`; both have row_bytes bytes. A code of more than
  // `enough` bytes is not whole: it ends there, or some bytes later.
  void append(Bytes row, Bytes before, Buffer& out,
              std::size_t enough = std::numeric_limits<std::size_t>::max());

private:
  std::vector<std::uint64_t> changed_; // bit = byte that differs
  Buffer code_;
};

// The same bytes, one at a time.
void delta_row_reference(Bytes row, Bytes before, Buffer& out);

} // namespace platen::encode::pclxl
