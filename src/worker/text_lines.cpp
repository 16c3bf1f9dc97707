#include "worker/text_lines.h"

#include "base/utf8.h"

#include <algorithm>
#include <utility>

namespace platen::worker {
namespace {

// A longer line is set in pieces, so that no file makes the line breaker's memory grow.
constexpr std::size_t longest_piece = 8192;

constexpr std::byte end_of_file{0x1A}; // ^Z, of DOS; it may fill up the last block

void append_shown(std::string& out, std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first == '\t' || (first >= 0x20 && first != 0x7F && first != 0xC2)) {
    out += character;
  } else if (first == 0xC2) {
    // U+0080 to U+009F are control characters that have no caret notation.
    const bool control = static_cast<unsigned char>(character[1]) < 0xA0;
    out += control ? std::string_view("\xEF\xBF\xBD") : character;
  } else {
    out += '^';
    out += static_cast<char>(first ^ 0x40);
  }
}

} // namespace

TextReader::TextReader(Bytes text) : text_(text) {
  while (!text_.empty() && text_.back() == end_of_file)
    text_ = text_.first(text_.size() - 1);
  if (as_text(text_).starts_with("\xEF\xBB\xBF")) at_ = 3;
}

Result<bool> TextReader::next(TextLine& line) {
  line.text.clear();
  line.new_page = std::exchange(pending_page_, false);
  if (at_ == text_.size()) return false;
  const std::string_view rest = as_text(text_.subspan(at_));
  std::size_t length =
      std::min(rest.find_first_of("\r\n\v\f"), std::min(rest.size(), longest_piece));
  const std::size_t good = valid_utf8_prefix(rest.substr(0, length));
  // A piece may end inside a character; a line may not.
  if (good + 3 < length || (good < length && length < longest_piece) || (good == 0 && length > 0))
    return fail(Errc::malformed, "the text is not UTF-8: convert it and print that", at_ + good);
  length = good;

  for (std::size_t i = 0; i < length;) {
    std::size_t end = i + 1;
    while (end < length && (static_cast<unsigned char>(rest[end]) & 0xC0) == 0x80)
      ++end;
    append_shown(line.text, rest.substr(i, end - i));
    i = end;
  }
  at_ += length;
  const std::string_view after = rest.substr(length);
  if (after.starts_with("\r\n"))
    at_ += 2;
  else if (!after.empty() && std::string_view("\r\n\v\f").find(after[0]) != std::string_view::npos)
    at_ += 1;
  pending_page_ = after.starts_with('\f');
  return true;
}

} // namespace platen::worker
