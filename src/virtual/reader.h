#pragma once

#include "base/bytes.h"

#include <optional>

namespace platen::twin {

// Looks at and takes bytes of a stream that comes in pieces of any size; never asks for more than
// the caller needs, so that a device answers before the client goes on.
class Reader {
public:
  explicit Reader(ByteSource& in, std::size_t buffer_bytes = std::size_t{64} << 10);

  std::uint64_t offset() const { return offset_; } // of the next byte
  // Up to `count` bytes (<= the buffer) without taking them; fewer only at the end of the stream.
  Result<Bytes> peek(std::size_t count);
  Result<bool> at_end();
  bool holds_bytes() const { return held() > 0; } // read, and not taken yet
  // The next byte; nullopt at the end.
  Result<std::optional<std::uint8_t>> next();
  // Takes 1..at_most bytes; none only at the end. Valid until the next call.
  Result<Bytes> some(std::size_t at_most);
  // All of `into`; at the end of the stream an error: "the stream ends inside WHAT".
  Result<void> exactly(std::span<std::byte> into, std::string_view what);
  Result<void> skip(std::uint64_t count, std::string_view what);
  Result<void> skip_to_end();

private:
  Result<bool> fill(); // false at the end
  std::size_t held() const { return end_ - begin_; }

  ByteSource& in_;
  Buffer buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
};

// The next `size` bytes of a reader and nothing beyond them.
class Payload {
public:
  Payload(Reader& in, std::uint64_t size) : in_(in), left_(size) {}
  std::uint64_t left() const { return left_; }
  std::uint64_t offset() const { return in_.offset(); }
  // As Reader::some; the end of the stream before the end of the payload is an error.
  Result<Bytes> some(std::size_t at_most);
  Result<Bytes> peek(std::size_t count);
  Result<void> skip_rest();

private:
  Reader& in_;
  std::uint64_t left_;
};

} // namespace platen::twin
