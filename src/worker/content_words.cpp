#include "worker/content_words.h"

#include <algorithm>

namespace platen::worker {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

bool is_delimiter(char c) {
  return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' ||
         c == '}' || c == '/' || c == '%';
}

bool begins_number(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

} // namespace

void ContentWords::skip_blank() {
  while (at_ < content_.size()) {
    if (content_[at_] == '%')
      at_ = std::min(content_.find_first_of("\r\n", at_), content_.size());
    else if (is_blank(content_[at_]))
      ++at_;
    else
      return;
  }
}

std::size_t ContentWords::string_end(std::size_t from) const {
  std::size_t depth = 0;
  for (std::size_t i = from; i < content_.size(); ++i) {
    const char c = content_[i];
    if (c == '\\') ++i;
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return i + 1;
  }
  return content_.size();
}

// "EI" between blanks; bytes of the picture may look so, text that follows it does not look like
// bytes of a picture.
std::size_t ContentWords::picture_end(std::size_t from) const {
  constexpr std::size_t looked_at = 8;
  const auto is_text = [](char c) { return is_blank(c) || (c >= ' ' && c <= '~'); };
  for (std::size_t i = from; (i = content_.find("EI", i)) != std::string_view::npos; ++i) {
    const std::string_view after = content_.substr(i + 2, looked_at);
    if (is_blank(content_[i - 1]) && (after.empty() || is_blank(after[0])) &&
        std::all_of(after.begin(), after.end(), is_text))
      return i + 2;
  }
  return content_.size();
}

std::size_t ContentWords::plain_end(std::size_t from) const {
  std::size_t end = from;
  while (end < content_.size() && !is_blank(content_[end]) && !is_delimiter(content_[end]))
    ++end;
  return end;
}

ContentWords::Word ContentWords::next() {
  skip_blank();
  Word word;
  word.begin = at_;
  if (at_ >= content_.size()) return word;
  const char first = content_[at_];
  if (first == '(')
    at_ = string_end(at_);
  else if (first == '/')
    at_ = plain_end(at_ + 1);
  else if (is_delimiter(first))
    ++at_;
  else
    at_ = plain_end(at_);
  word.text = content_.substr(word.begin, at_ - word.begin);
  if (first == '/')
    word.kind = Kind::name;
  else if (is_delimiter(first))
    word.kind = Kind::other;
  else if (begins_number(first))
    word.kind = Kind::number;
  else
    word.kind = Kind::keyword;
  if (word.text == "ID") at_ = picture_end(at_);
  return word;
}

} // namespace platen::worker
