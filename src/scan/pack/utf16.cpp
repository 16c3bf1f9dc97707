#include "scan/pack/utf16.h"

#include "base/utf8.h"

#include <array>

namespace platen::scan {

char32_t take_character(std::string_view& utf8) {
  const std::size_t length = utf8_character(utf8);
  if (length == 0) {
    utf8.remove_prefix(1);
    return U'\uFFFD';
  }
  // How many bits of the first byte are the character's, by the length.
  constexpr std::array<unsigned, 5> first_mask{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t character = static_cast<unsigned char>(utf8[0]) & first_mask.at(length);
  for (std::size_t i = 1; i < length; ++i)
    character = character << 6 | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
  utf8.remove_prefix(length);
  return character;
}

std::string hex_of(char16_t unit) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 12; shift >= 0; shift -= 4)
    text += digits[static_cast<std::size_t>(unit >> shift & 15)];
  return text;
}

std::string utf16_hex(char32_t character) {
  if (character < 0x10000) return hex_of(static_cast<char16_t>(character));
  const char32_t rest = character - 0x10000;
  return hex_of(static_cast<char16_t>(0xD800 + (rest >> 10))) +
         hex_of(static_cast<char16_t>(0xDC00 + (rest & 0x3FF)));
}

std::string utf16_hex(std::string_view utf8) {
  std::string text;
  while (!utf8.empty())
    text += utf16_hex(take_character(utf8));
  return text;
}

} // namespace platen::scan
