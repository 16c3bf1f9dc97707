#pragma once

#include "base/bytes.h"

#include <array>
#include <optional>

// The page description inside CPCA's data: a row of tags (docs/protocols/ufr2-lt.md §4). The form
// is that of the LBP6030; whether an imageRUNNER 1020 has the same is not known.
namespace platen::ufr2 {

enum class TagKind : std::uint8_t {
  control,   // one byte below 80h: something begins or ends
  attribute, // C0h to FFh, with one value or two
  data,      // 9Dh and 9Eh: so many bytes follow
};

struct Tag {
  TagKind kind = TagKind::control;
  std::uint8_t id = 0;
  std::uint8_t type = 0;               // of an attribute; 0: its value is the next byte itself
  std::size_t values = 0;              // how many of the following
  std::array<std::int64_t, 2> value{}; // of an attribute; the length of data
  std::size_t bytes = 0;               // of the tag, without the data behind it
};

// The tag at the front. Nothing: its end has not come yet. Errc::unsupported: a byte that begins no
// tag of a known form, so that nobody knows where the next one is.
Result<std::optional<Tag>> read_tag(Bytes bytes);

// What bands and the form of their pixels begin with, for who has to look for them.
inline constexpr std::array band_tag{std::byte{0x62}, std::byte{0xe3}, std::byte{0x85}};
inline constexpr std::array picture_form_tag{std::byte{0x61}, std::byte{0xe6}, std::byte{0x80}};

} // namespace platen::ufr2
