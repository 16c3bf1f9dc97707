#include "wire/ufr2/tags.h"

namespace platen::ufr2 {

namespace {

std::string hex_of(std::uint8_t byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {digits[byte >> 4], digits[byte & 15]};
}

std::int64_t number_at(Bytes bytes, std::size_t size, bool with_sign) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  if (with_sign && (value >> (8 * size - 1) & 1) != 0)
    return static_cast<std::int64_t>(value) - (std::int64_t{1} << (8 * size));
  return static_cast<std::int64_t>(value);
}

// 80h, or A0h where numbers have a sign; 4h and 8h: two and four bytes; 1h: two of them.
std::size_t size_of_type(std::uint8_t type) {
  if ((type & 0xd2) != 0x80 || (type & 0x0c) == 0x0c) return 0;
  return (type & 0x08) != 0 ? 4 : (type & 0x04) != 0 ? 2 : 1;
}

} // namespace

Result<std::optional<Tag>> read_tag(Bytes bytes) {
  if (bytes.empty()) return std::nullopt;
  Tag tag;
  tag.id = std::to_integer<std::uint8_t>(bytes[0]);
  tag.bytes = 1;
  if (tag.id < 0x80) return tag;
  std::size_t size = 1;
  bool with_sign = false;
  if (tag.id >= 0xc0) {
    tag.kind = TagKind::attribute;
    tag.values = 1;
    if (bytes.size() < 2) return std::nullopt;
    const auto type = std::to_integer<std::uint8_t>(bytes[1]);
    if (type >= 0x80) {
      size = size_of_type(type);
      if (size == 0)
        return fail(Errc::unsupported,
                    "tag " + hex_of(tag.id) + " has a value of the unknown type " + hex_of(type),
                    1);
      tag.type = type;
      tag.values = (type & 1) != 0 ? 2 : 1;
      tag.bytes = 2;
      with_sign = (type & 0x20) != 0;
    }
  } else if (tag.id == 0x9d || tag.id == 0x9e) {
    tag.kind = TagKind::data;
    tag.values = 1;
    size = tag.id == 0x9d ? 2 : 4;
  } else {
    return fail(Errc::unsupported, "a tag of the unknown kind " + hex_of(tag.id), 0);
  }
  for (std::size_t i = 0; i < tag.values; ++i, tag.bytes += size) {
    if (bytes.size() - tag.bytes < size) return std::nullopt;
    tag.value[i] = number_at(bytes.subspan(tag.bytes, size), size, with_sign);
  }
  return tag;
}

} // namespace platen::ufr2
