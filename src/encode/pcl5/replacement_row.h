#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <vector>

namespace platen::encode::pcl5 {

// PCL 5's compression mode 9 (compressed replacement delta row): commands that change the row
// before. Each keeps 0 or more bytes, then sets bytes one by one or one byte many times.
class ReplacementRow {
public:
  explicit ReplacementRow(std::size_t row_bytes);
  // The code that turns `before` into `row`; both have row_bytes bytes. Empty where they are equal.
  // Valid until the next call.
  Bytes encode(Bytes row, Bytes before);

private:
  std::vector<std::uint64_t> changed_; // bit = byte that differs
  Buffer code_;
};

} // namespace platen::encode::pcl5
