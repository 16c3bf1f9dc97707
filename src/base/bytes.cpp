#include "base/bytes.h"

namespace platen {

namespace {

template <class T> T little_endian(Bytes bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value | (static_cast<T>(std::to_integer<std::uint8_t>(bytes[i])) << (8 * i)));
  return value;
}

template <class T> T big_endian(Bytes bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>((value << 8) | std::to_integer<std::uint8_t>(bytes[i]));
  return value;
}

template <class T> void put_le(Buffer& buffer, T v) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    buffer.push_back(static_cast<std::byte>((v >> (8 * i)) & 0xff));
}

template <class T> void put_be(Buffer& buffer, T v) {
  for (std::size_t i = sizeof(T); i-- > 0;)
    buffer.push_back(static_cast<std::byte>((v >> (8 * i)) & 0xff));
}

} // namespace

Result<Bytes> ByteReader::take(std::size_t count) {
  if (count > remaining())
    return fail(Errc::malformed,
                "the data ends early: " + std::to_string(count) + " bytes expected, " +
                    std::to_string(remaining()) + " left",
                offset());
  const Bytes taken = bytes_.subspan(position_, count);
  position_ += count;
  return taken;
}

Result<void> ByteReader::skip(std::size_t count) {
  TRY_VOID(take(count));
  return {};
}

Result<std::uint8_t> ByteReader::u8() {
  TRY(const Bytes b, take(1));
  return std::to_integer<std::uint8_t>(b[0]);
}
Result<std::uint16_t> ByteReader::u16be() {
  TRY(const Bytes b, take(2));
  return big_endian<std::uint16_t>(b);
}
Result<std::uint16_t> ByteReader::u16le() {
  TRY(const Bytes b, take(2));
  return little_endian<std::uint16_t>(b);
}
Result<std::uint32_t> ByteReader::u32be() {
  TRY(const Bytes b, take(4));
  return big_endian<std::uint32_t>(b);
}
Result<std::uint32_t> ByteReader::u32le() {
  TRY(const Bytes b, take(4));
  return little_endian<std::uint32_t>(b);
}
Result<std::uint64_t> ByteReader::u64le() {
  TRY(const Bytes b, take(8));
  return little_endian<std::uint64_t>(b);
}

void ByteWriter::u8(std::uint8_t v) { buffer.push_back(static_cast<std::byte>(v)); }
void ByteWriter::u16be(std::uint16_t v) { put_be(buffer, v); }
void ByteWriter::u16le(std::uint16_t v) { put_le(buffer, v); }
void ByteWriter::u32be(std::uint32_t v) { put_be(buffer, v); }
void ByteWriter::u32le(std::uint32_t v) { put_le(buffer, v); }
void ByteWriter::u64le(std::uint64_t v) { put_le(buffer, v); }

Result<std::size_t> checked_multiply(std::size_t a, std::size_t b, std::string_view what) {
  std::size_t product = 0;
  if (__builtin_mul_overflow(a, b, &product))
    return fail(Errc::limit, std::string(what) + " is too large");
  return product;
}

} // namespace platen
