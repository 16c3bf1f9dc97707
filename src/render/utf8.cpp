#include "render/utf8.h"

namespace platen::render {
namespace {

// The length of the well-formed character at the start of `text`, or 0.
std::size_t character_length(Bytes text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(text[i]); };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    // Neither overlong forms (E0) nor surrogates (ED).
    const bool second = within(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool second = within(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return second && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

} // namespace

std::size_t valid_utf8_prefix(Bytes bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = character_length(bytes.subspan(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

std::string harmless(std::string_view text, std::size_t most) {
  std::string out;
  Bytes rest = as_bytes(text);
  while (!rest.empty() && out.size() < most) {
    const std::size_t length = character_length(rest);
    const auto first = static_cast<unsigned char>(rest[0]);
    // U+0080..U+009F are control characters too: C2 80..9F.
    const bool control =
        first < 0x20 || first == 0x7F ||
        (first == 0xC2 && length == 2 && static_cast<unsigned char>(rest[1]) < 0xA0);
    if (length == 0 || control)
      out += length == 0 ? '?' : ' ';
    else
      out += as_text(rest.first(length));
    rest = rest.subspan(length == 0 ? 1 : length);
  }
  return out;
}

} // namespace platen::render
