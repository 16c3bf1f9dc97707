#pragma once

#include "base/bytes.h"
#include "virtual/pclxl/fault.h"

#include <cstdint>
#include <functional>

namespace platen::twin::pclxl {

enum class Compression : std::uint8_t { none = 0, run_length = 1, jpeg = 2, delta_row = 3 };

struct BlockShape {
  Compression compression = Compression::none;
  std::size_t row_bytes = 0;    // without padding
  std::size_t padded_bytes = 0; // with it; delta rows have none
  std::int32_t rows = 0;
};

// Takes the compressed bytes of one ReadImage block in pieces of any size and hands out its rows.
class BlockDecoder {
public:
  using RowTaker = std::function<Xl<void>(Bytes row)>; // row_bytes long
  // `row_before`: the image's row above the block, for the question whose answer the standard
  // leaves open.
  BlockDecoder(const BlockShape& shape, Bytes row_before, RowTaker take);
  Xl<void> feed(Bytes bytes);
  Xl<void> finish(); // every row came and no command is cut off
  // The first row kept bytes in which the row before the block is not zero.
  bool depends_on_seed() const { return depends_on_seed_; }
  Bytes last_row() const { return seed_; }

private:
  enum class State : std::uint8_t {
    control,
    literal,
    repeat,
    count_low,
    count_high,
    command,
    offset,
    replacement
  };
  Xl<void> plain(Bytes bytes);
  Xl<void> run_length(Bytes bytes);
  Xl<void> delta(Bytes bytes);
  Xl<void> put(Bytes bytes);
  Xl<void> row_done();
  Xl<void> keep(std::size_t bytes);
  void note_kept(std::size_t first, std::size_t end);
  Xl<void> end_delta_row();

  BlockShape shape_;
  Buffer before_;
  RowTaker take_;
  Buffer row_;  // the row under way, padded
  Buffer seed_; // the last whole row
  std::size_t at_ = 0;
  std::int32_t rows_ = 0;
  State state_;
  std::size_t count_ = 0;    // bytes of the run or replacement still to come
  std::size_t row_left_ = 0; // delta: bytes of the row's commands still to come
  std::size_t offset_ = 0;   // delta: bytes to keep
  bool depends_on_seed_ = false;
};

} // namespace platen::twin::pclxl
