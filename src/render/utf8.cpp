#include "render/utf8.h"

#include "base/utf8.h"

namespace platen::render {
std::string harmless(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty() && out.size() < most) {
    const std::size_t length = utf8_character(text);
    const std::string_view character = text.substr(0, length);
    if (length == 0)
      out += '?';
    else if (is_utf8_control(character))
      out += ' ';
    else
      out += character;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

} // namespace platen::render
