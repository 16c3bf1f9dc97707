#include "virtual/pclxl/rows.h"

#include <algorithm>

namespace platen::twin::pclxl {

BlockDecoder::BlockDecoder(const BlockShape& shape, Bytes row_before, RowTaker take)
    : shape_(shape), before_(row_before.begin(), row_before.end()), take_(std::move(take)),
      row_(shape.padded_bytes), seed_(shape.row_bytes),
      state_(shape.compression == Compression::delta_row ? State::count_low : State::control) {
  EXPECTS(shape.row_bytes > 0 && shape.padded_bytes >= shape.row_bytes && shape.rows > 0);
  before_.resize(shape.row_bytes);
}

Xl<void> BlockDecoder::feed(Bytes bytes) {
  switch (shape_.compression) {
  case Compression::none:
    return put(bytes);
  case Compression::run_length:
    return run_length(bytes);
  case Compression::delta_row:
    return delta(bytes);
  case Compression::jpeg:
    break;
  }
  return xl_fault("IllegalAttributeValue", "JPEG images are not taken");
}

Xl<void> BlockDecoder::row_done() {
  at_ = 0;
  ++rows_;
  std::copy_n(row_.begin(), shape_.row_bytes, seed_.begin());
  return take_(Bytes(row_).first(shape_.row_bytes));
}

Xl<void> BlockDecoder::put(Bytes bytes) {
  while (!bytes.empty()) {
    if (rows_ == shape_.rows)
      return xl_fault("ExtraData",
                      "a block holds more than its " + std::to_string(shape_.rows) + " rows");
    const std::size_t count = std::min(bytes.size(), row_.size() - at_);
    std::copy_n(bytes.begin(), count, row_.begin() + static_cast<std::ptrdiff_t>(at_));
    bytes = bytes.subspan(count);
    at_ += count;
    if (at_ == row_.size()) XL_TRY_VOID(row_done());
  }
  return {};
}

Xl<void> BlockDecoder::run_length(Bytes bytes) {
  while (!bytes.empty()) {
    if (state_ == State::control) {
      const auto control = std::to_integer<std::size_t>(bytes.front());
      bytes = bytes.subspan(1);
      if (control == 128) continue;
      state_ = control < 128 ? State::literal : State::repeat;
      count_ = control < 128 ? control + 1 : 257 - control;
    } else if (state_ == State::literal) {
      const std::size_t count = std::min(count_, bytes.size());
      XL_TRY_VOID(put(bytes.first(count)));
      bytes = bytes.subspan(count);
      count_ -= count;
      if (count_ == 0) state_ = State::control;
    } else {
      std::array<std::byte, 128> run{};
      run.fill(bytes.front());
      bytes = bytes.subspan(1);
      state_ = State::control;
      XL_TRY_VOID(put(Bytes(run).first(std::exchange(count_, 0))));
    }
  }
  return {};
}

void BlockDecoder::note_kept(std::size_t first, std::size_t end) {
  if (rows_ != 0) return;
  for (std::size_t i = first; i < end; ++i)
    if (before_[i] != std::byte{0}) depends_on_seed_ = true;
}

Xl<void> BlockDecoder::keep(std::size_t bytes) {
  if (bytes > shape_.row_bytes - at_)
    return xl_fault("IllegalDataValue", "a delta row goes beyond the end of its row");
  note_kept(at_, at_ + bytes);
  at_ += bytes;
  return {};
}

Xl<void> BlockDecoder::end_delta_row() {
  note_kept(at_, shape_.row_bytes);
  state_ = State::count_low;
  return row_done(); // row_ still holds this row: it is the next one's seed
}

Xl<void> BlockDecoder::delta(Bytes bytes) {
  for (const std::byte b : bytes) {
    const auto value = std::to_integer<std::size_t>(b);
    if (state_ != State::count_low && state_ != State::count_high) --row_left_;
    switch (state_) {
    case State::count_low:
      if (rows_ == shape_.rows)
        return xl_fault("ExtraData",
                        "a block holds more than its " + std::to_string(shape_.rows) + " rows");
      row_left_ = value;
      state_ = State::count_high;
      break;
    case State::count_high:
      row_left_ |= value << 8;
      state_ = State::command;
      if (row_left_ == 0) XL_TRY_VOID(end_delta_row());
      break;
    case State::command:
      count_ = (value >> 5) + 1;
      offset_ = value & 31;
      state_ = offset_ == 31 ? State::offset : State::replacement;
      if (row_left_ == 0) return xl_fault("IllegalDataLength", "a delta row ends inside a command");
      if (offset_ != 31) XL_TRY_VOID(keep(offset_));
      break;
    case State::offset:
      offset_ += value;
      if (row_left_ == 0) return xl_fault("IllegalDataLength", "a delta row ends inside a command");
      if (value == 255) break;
      XL_TRY_VOID(keep(offset_));
      state_ = State::replacement;
      break;
    default: // replacement
      if (at_ == shape_.row_bytes)
        return xl_fault("IllegalDataValue", "a delta row goes beyond the end of its row");
      row_[at_++] = b;
      if (--count_ == 0) state_ = State::command;
      if (row_left_ != 0) break;
      if (count_ != 0) return xl_fault("IllegalDataLength", "a delta row ends inside a command");
      XL_TRY_VOID(end_delta_row());
    }
  }
  return {};
}

Xl<void> BlockDecoder::finish() {
  const bool between = state_ == State::control || state_ == State::count_low;
  if (rows_ != shape_.rows || at_ != 0 || !between)
    return xl_fault("MissingData", "a block of " + std::to_string(shape_.rows) +
                                       " rows ends in row " + std::to_string(rows_));
  return {};
}

} // namespace platen::twin::pclxl
