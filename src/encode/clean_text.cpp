#include "encode/clean_text.h"

#include <cstdint>

namespace platen::encode {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd"; // U+FFFD

// The length of the well-formed UTF-8 character at the start of `text` (RFC 3629), or 0; its code
// point goes to `code`.
std::size_t character(std::string_view text, std::uint32_t& code) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) {
    code = lead;
    return 1;
  }
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  code = lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return code < least[length] || code > 0x10ffff ? 0 : length;
}

// XML 1.0 §2.2, without the control characters that Unicode keeps between 0x7f and 0x9f.
bool allowed(std::uint32_t code) {
  return code >= 0x20 && (code < 0x7f || code > 0x9f) && (code < 0xd800 || code > 0xdfff) &&
         (code & 0xfffe) != 0xfffe;
}

} // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::uint32_t code = 0;
    const std::size_t length = character(text, code);
    if (length == 1 && (code == '\t' || code == '\n' || code == '\r')) {
      out += ' ';
    } else if (length == 0 || !allowed(code)) {
      out += replacement;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

} // namespace platen::encode
