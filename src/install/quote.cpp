#include "install/quote.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace platen::install {

namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

// The character that `text` begins with; nothing where it is no UTF-8 (RFC 3629).
std::optional<Character> first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return Character{lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return std::nullopt;
  char32_t code = lead & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
    code = (code << 6) | (byte(i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least.at(bytes) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
    return std::nullopt;
  return Character{code, bytes};
}

// Controls, ends of lines, marks that turn the direction of the text (a script could be read
// otherwise than it is run), and what XML 1.0 does not know.
bool is_unwanted(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
         code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || (code & 0xfffe) == 0xfffe || code == 0xfeff;
}

template<class Take> void each_character(std::string_view text, Take take) {
  while (!text.empty()) {
    const auto character = first_of(text);
    take(character ? character->code : U'\xfffd',
         character ? text.substr(0, character->bytes) : std::string_view("\xef\xbf\xbd"));
    text.remove_prefix(character ? character->bytes : 1);
  }
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./:=@%+,").find(c) != std::string_view::npos;
}

} // namespace

std::string one_line(std::string_view words) {
  std::string out;
  each_character(words, [&](char32_t code, std::string_view bytes) {
    out += is_unwanted(code) ? " " : bytes;
  });
  return trimmed(out);
}

std::string for_powershell(std::string_view words) {
  const std::string line = one_line(words); // what the loop is given lives as long as it runs
  std::string out = "'";
  each_character(line, [&](char32_t code, std::string_view bytes) {
    const bool quote = code == U'\'' || (code >= 0x2018 && code <= 0x201b);
    out += bytes;
    if (quote) out += bytes;
  });
  return out + "'";
}

std::string for_shell(std::string_view words) {
  const std::string line = one_line(words);
  if (!line.empty() && line.front() != '-' && std::ranges::all_of(line, is_plain)) return line;
  std::string out = "'";
  for (const char c : line)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string for_xml(std::string_view words) {
  std::string out;
  for (const char c : one_line(words)) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string windows_name(std::string_view title) {
  constexpr std::size_t longest = 200; // Windows takes 220
  const std::string line = one_line(title);
  std::string out;
  std::size_t characters = 0;
  each_character(line, [&](char32_t code, std::string_view bytes) {
    if (++characters > longest) return;
    const bool refused = code == U'\\' || code == U',' || code == U'!' || code == U'"';
    const bool twice = (refused || code == U' ') && out.ends_with(' ');
    if (!twice) out += refused ? " " : bytes;
  });
  return trimmed(out);
}

} // namespace platen::install
