#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace platen::twin::pcl5 {

// The rows of one raster area: the row before, and what a transfer makes of it
// (docs/protocols/pcl5.md §4).
class RowDecoder {
public:
  // What a transfer did that the language does not allow: "" where nothing.
  using Complaint = std::string;
  // Called with each row that comes of a transfer; false: no more rows are wanted.
  using RowTaker = std::function<bool(Bytes row)>;
  // Called for rows that an adaptive transfer leaves white.
  using Skip = std::function<void(std::int32_t rows)>;

  void begin(std::size_t row_bytes); // a new area; the row before is white
  void clear() { std::ranges::fill(seed_, std::byte{0}); }

  // Modes 0, 1, 2, 3 and 9: one row. Mode 5: any number of rows.
  static bool knows(std::int32_t mode);
  Complaint transfer(std::int32_t mode, Bytes data, const RowTaker& take, const Skip& skip);

private:
  Complaint decode(std::int32_t mode, Bytes data);
  Complaint plain(Bytes data);
  Complaint run_length(Bytes data);
  Complaint packed(Bytes data);
  Complaint delta(Bytes data);
  Complaint replacement(Bytes data);
  Complaint adaptive(Bytes data, const RowTaker& take, const Skip& skip);
  void put(std::size_t& at, Bytes bytes);
  void put(std::size_t& at, std::byte value, std::size_t count);

  Buffer seed_;
  bool clipped_ = false; // ink went beyond the end of the row
};

} // namespace platen::twin::pcl5
