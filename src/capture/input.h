#pragma once

#include "base/bytes.h"

namespace platen::capture {

// A capture, read from front to end with a bounded look ahead.
class Input {
public:
  static constexpr std::size_t longest = std::size_t{128} << 10;

  explicit Input(ByteSource& source) : source_(source) {}

  // Up to `count` bytes (at most `longest`) from the front; fewer only at the end of the file.
  // Valid until the next call.
  Result<Bytes> peek(std::size_t count);
  void drop(std::size_t count); // of those that peek() gave
  std::uint64_t offset() const { return offset_; }

private:
  ByteSource& source_;
  Buffer buffer_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
};

} // namespace platen::capture
