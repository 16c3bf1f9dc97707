#pragma once

#include <string>
#include <string_view>

namespace platen::scan {

// The first character of `utf8`, which is not empty, and takes it away; U+FFFD, and one byte, where
// none begins.
char32_t take_character(std::string_view& utf8);

std::string hex_of(char16_t unit);         // four digits
std::string utf16_hex(char32_t character); // four digits, or eight of a pair
std::string utf16_hex(std::string_view utf8);

} // namespace platen::scan
