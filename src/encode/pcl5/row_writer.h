#pragma once

#include "encode/pcl5/packed_row.h"
#include "encode/pcl5/replacement_row.h"
#include "encode/pclxl/delta_row.h"

namespace platen::encode::pcl5 {

// The compression modes that a device is sent; mode 0 always is one.
struct Modes {
  bool packed = true;       // 2
  bool delta = true;        // 3
  bool replacement = false; // 9
  bool operator==(const Modes&) const = default;
};

inline constexpr std::size_t longest_row = 4095; // bytes

// Writes rows of 1 bit, 1 = ink, as PCL 5 raster transfers (docs/protocols/pcl5.md §4): each in the
// mode that takes the fewest bytes, the change of the mode counted. White rows become offsets.
class RowWriter {
public:
  // 1 to longest_row bytes a row.
  RowWriter(std::size_t row_bytes, Modes modes);
  // Appends the commands of the next row, if it is not white; at most row_bytes + 24 bytes.
  void append(Bytes row, Buffer& out);

private:
  struct Code {
    int mode = 0;
    Bytes data;
  };
  Code smallest(Bytes row, std::size_t inked);
  Code make_delta(Bytes row, std::size_t enough);
  std::size_t cost(const Code& code) const;
  void transfer(const Code& code, Buffer& out);

  Modes modes_;
  PackedRow packed_;
  pclxl::DeltaRow delta_;
  ReplacementRow replacement_;
  Buffer delta_code_;
  Buffer seed_; // the row before, as the printer has it
  bool seed_blank_ = true;
  int mode_ = -1;         // that the printer is in; -1: not known
  bool packs_ = false;    // the last row was smallest in mode 2
  std::size_t blank_ = 0; // white rows not written yet
};

} // namespace platen::encode::pcl5
