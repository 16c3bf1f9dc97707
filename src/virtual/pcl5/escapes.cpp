#include "virtual/pcl5/escapes.h"

#include <cctype>
#include <charconv>

namespace platen::twin::pcl5 {

namespace {

constexpr std::string_view universal_exit = "\x1b%-12345X";
constexpr std::size_t longest_value = 24; // characters

bool in(char c, int first, int last) {
  return static_cast<unsigned char>(c) >= first && static_cast<unsigned char>(c) <= last;
}

} // namespace

std::string spelled(const Token& token) {
  std::string text = "ESC" + token.name;
  if (!token.has_value) return text;
  std::string number = std::to_string(token.value);
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  if (token.is_signed && token.value >= 0) number.insert(0, "+");
  return text.insert(text.size() - 1, number);
}

Xl<char> Escapes::byte_of_sequence() {
  XL_TRY(const auto byte, in_.next());
  if (!byte)
    return pclxl::xl_broken(
        Error{Errc::malformed, "the stream ends inside an escape sequence", in_.offset()});
  return static_cast<char>(*byte);
}

Xl<Token> Escapes::next() {
  if (!family_.empty()) return parameter();
  const std::uint64_t at = in_.offset();
  XL_TRY(const Bytes head, in_.peek(1));
  if (head.empty()) return Token{.kind = TokenKind::end, .offset = at};
  if (head[0] == std::byte{0x1b}) return begin_sequence(at);
  XL_TRY(const auto byte, in_.next());
  Token token{.kind = TokenKind::text, .offset = at, .byte = static_cast<char>(*byte)};
  if (*byte < 0x20) token.kind = TokenKind::control;
  return token;
}

Xl<Token> Escapes::begin_sequence(std::uint64_t at) {
  XL_TRY(const Bytes head, in_.peek(universal_exit.size()));
  if (as_text(head) == universal_exit)
    return Token{.kind = TokenKind::universal_exit, .offset = at};
  XL_TRY_VOID(in_.skip(1, "an escape sequence"));
  XL_TRY(const char first, byte_of_sequence());
  if (in(first, 0x30, 0x7e)) {
    Token token{.kind = TokenKind::command, .offset = at};
    token.name = first;
    return token;
  }
  if (!in(first, 0x21, 0x2f))
    return fault("an escape is followed by the byte " +
                     std::to_string(static_cast<unsigned char>(first)),
                 at);
  family_ = first;
  XL_TRY(const Bytes group, in_.peek(1));
  if (!group.empty() && in(static_cast<char>(group[0]), 0x60, 0x7e)) {
    XL_TRY(const char second, byte_of_sequence());
    family_ += second;
  }
  XL_TRY(Token token, parameter());
  token.offset = at;
  return token;
}

// The value and the letter that says what it is of; a capital ends the sequence.
Xl<Token> Escapes::parameter() {
  Token token{.kind = TokenKind::command, .offset = in_.offset()};
  std::string value;
  for (;;) {
    XL_TRY(const char byte, byte_of_sequence());
    if (in(byte, '0', '9') || byte == '.' || byte == '+' || byte == '-') {
      value += byte;
      if (value.size() > longest_value)
        return fault("the value of an escape sequence is longer than 24 characters", token.offset);
      continue;
    }
    if (!in(byte, 0x40, 0x7e))
      return fault("the byte " + std::to_string(static_cast<unsigned char>(byte)) +
                       " inside an escape sequence",
                   token.offset);
    const bool ends = in(byte, 0x40, 0x5e);
    token.name = family_ + static_cast<char>(std::toupper(static_cast<unsigned char>(byte)));
    if (ends) family_.clear();
    break;
  }
  if (value.empty()) return token;
  token.has_value = true;
  token.is_signed = value[0] == '+' || value[0] == '-';
  const char* const begin = value.data() + (value[0] == '+' ? 1 : 0);
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(begin, end, token.value);
  if (error != std::errc{} || stop != end)
    return fault("\"" + value + "\" is no value of an escape sequence", token.offset);
  return token;
}

} // namespace platen::twin::pcl5
