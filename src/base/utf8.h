#pragma once

#include <cstddef>
#include <string_view>

namespace platen {

// Bytes of the well-formed character that `text`, which is not empty, begins with; 0 where none
// does (RFC 3629, section 4).
std::size_t utf8_character(std::string_view text);

// How many of the first bytes are whole, well-formed characters.
std::size_t valid_utf8_prefix(std::string_view text);

// Whether a well-formed character is a control character: U+0000..001F, 007F..009F.
bool is_utf8_control(std::string_view character);

} // namespace platen
