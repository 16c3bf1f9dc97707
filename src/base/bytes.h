#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace platen {

using Bytes = std::span<const std::byte>;
using Buffer = std::vector<std::byte>;

inline Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Takes bytes in order; a short write is an error.
class ByteSink {
public:
  virtual ~ByteSink() = default;
  virtual Result<void> write(Bytes bytes) = 0;
  Result<void> write(std::string_view text) { return write(as_bytes(text)); }
};

// Gives bytes in order; 0 means the end. May give fewer than asked for.
class ByteSource {
public:
  virtual ~ByteSource() = default;
  virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

class BufferSink final : public ByteSink {
public:
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    buffer.insert(buffer.end(), bytes.begin(), bytes.end());
    return {};
  }
  Buffer buffer;
};

// Reads values from a span that it does not own; every getter checks what is left.
class ByteReader {
public:
  explicit ByteReader(Bytes bytes, std::uint64_t base_offset = 0) : bytes_(bytes), base_(base_offset) {}

  std::size_t remaining() const { return bytes_.size() - position_; }
  std::uint64_t offset() const { return base_ + position_; }

  Result<Bytes> take(std::size_t count);
  Result<void> skip(std::size_t count);
  Result<std::uint8_t> u8();
  Result<std::uint16_t> u16be();
  Result<std::uint16_t> u16le();
  Result<std::uint32_t> u32be();
  Result<std::uint32_t> u32le();
  Result<std::uint64_t> u64le();

private:
  Bytes bytes_;
  std::size_t position_ = 0;
  std::uint64_t base_ = 0;
};

// Appends values to a buffer that it owns.
class ByteWriter {
public:
  void u8(std::uint8_t v);
  void u16be(std::uint16_t v);
  void u16le(std::uint16_t v);
  void u32be(std::uint32_t v);
  void u32le(std::uint32_t v);
  void u64le(std::uint64_t v);
  void bytes(Bytes v) { buffer.insert(buffer.end(), v.begin(), v.end()); }
  void text(std::string_view v) { bytes(as_bytes(v)); }

  Buffer buffer;
};

// a * b, or Errc::limit when it does not fit.
Result<std::size_t> checked_multiply(std::size_t a, std::size_t b, std::string_view what);

} // namespace platen
