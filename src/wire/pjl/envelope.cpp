#include "wire/pjl/envelope.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace platen::pjl {

namespace {

constexpr std::string_view leave = "\x1b%-12345X"; // the Universal Exit Language command
constexpr std::string_view prefix = "@PJL";
constexpr std::string_view pdf = "%PDF";
constexpr std::size_t longest_line = 4096;   // of PJL
constexpr std::size_t most_pjl = 256U << 10; // of one stream
constexpr std::size_t longest_name = 1023;   // bytes of a name that is kept
constexpr std::int32_t most_copies = 999;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, upper, upper);
}

// The first word; it is taken away, with the blanks behind it.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" \t="), text.size());
  const std::string_view word = text.substr(0, end);
  text = trimmed(text.substr(end));
  return word;
}

// The value behind "=", without its quotes.
std::string value_of(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('=')) text = trimmed(text.substr(1));
  if (text.starts_with('"')) {
    text.remove_prefix(1);
    text = text.substr(0, text.find('"'));
  }
  return std::string(text.substr(0, longest_name));
}

// How many of the last bytes may be the beginning of `word`.
std::size_t beginning_of(std::string_view word, std::string_view text) {
  for (std::size_t count = std::min(word.size() - 1, text.size()); count > 0; --count)
    if (text.ends_with(word.substr(0, count))) return count;
  return 0;
}

// A value of DUPLEX or BINDING over what was said before.
void set_sides(std::string& sides, std::string_view name, std::string_view value) {
  const bool bound_short = sides == "two-sided-short-edge";
  if (same(name, "DUPLEX")) {
    if (!same(value, "ON"))
      sides = "one-sided";
    else if (!bound_short)
      sides = "two-sided-long-edge";
  } else if (same(value, "SHORTEDGE") && sides != "one-sided") {
    sides = "two-sided-short-edge";
  }
}

} // namespace

Result<void> Envelope::take(Bytes piece) {
  held_ += as_text(piece);
  return step(false);
}

Result<void> Envelope::finish() {
  return step(true);
}

Result<void> Envelope::step(bool last) {
  Result<void> result;
  while (at_ == At::between ? step_between(last, result) : step_document(last, result)) {
  }
  return result;
}

// One way into PJL, one line of it, or the beginning of a document; false: there is no more now.
bool Envelope::step_between(bool last, Result<void>& result) {
  // Text may begin with empty lines: they are padding behind PJL alone.
  const std::string_view padding =
      wrapped_ ? std::string_view("\r\n\x04\0", 4) : std::string_view("\x04\0", 2);
  if (!entered_) held_.erase(0, std::min(held_.find_first_not_of(padding), held_.size()));
  if (held_.starts_with(leave)) {
    wrapped_ = true;
    entered_ = false;
    pjl_bytes_ += leave.size();
    held_.erase(0, leave.size());
    if (pjl_bytes_ > most_pjl) result = fail(Errc::limit, "PJL without end");
    return result.has_value();
  }
  if (held_.empty()) return false;
  const bool maybe = leave.starts_with(held_) || (!wrapped_ && pdf.starts_with(held_)) ||
                     (!entered_ && wrapped_ && prefix.starts_with(held_));
  if (maybe && !last) return false;
  if (maybe && wrapped_) { // the rest of something that was cut off
    held_.clear();
    return false;
  }
  if (entered_ || !wrapped_ || !held_.starts_with(prefix)) {
    result = begin_document();
    return result.has_value();
  }
  const std::size_t end = held_.find('\n');
  if (end == std::string::npos && held_.size() > longest_line)
    result = fail(Errc::malformed, "a line of PJL has no end");
  if (!result || (end == std::string::npos && !last)) return false;
  const std::string line = held_.substr(0, end);
  held_.erase(0, end == std::string::npos ? end : end + 1);
  pjl_bytes_ += line.size() + 1;
  if (line.size() > longest_line || pjl_bytes_ > most_pjl)
    result = fail(Errc::limit, "PJL without end");
  else
    result = read_line(trimmed(std::string_view(line).substr(prefix.size())));
  return result.has_value();
}

Result<void> Envelope::begin_document() {
  at_ = At::document;
  // Among the bytes of a PDF file there may be anything.
  languages_ = wrapped_ || !held_.starts_with(pdf);
  entered_ = false;
  pjl_bytes_ = 0;
  const Wishes wishes = wishes_;
  wishes_.language.clear(); // of this document alone
  return reader_.begin(wishes);
}

bool Envelope::step_document(bool last, Result<void>& result) {
  const std::size_t found = languages_ ? held_.find(leave) : std::string::npos;
  std::size_t count = std::min(found, held_.size());
  if (found == std::string::npos && languages_ && !last) count -= beginning_of(leave, held_);
  if (count > 0) result = reader_.data(as_bytes(std::string_view(held_).substr(0, count)));
  held_.erase(0, count);
  if (!result || (found == std::string::npos && !last)) return false;
  result = reader_.end();
  at_ = At::between;
  return result.has_value() && !held_.empty();
}

Result<void> Envelope::read_line(std::string_view line) {
  const std::string_view whole = line;
  const std::string_view word = take_word(line);
  if (same(word, "INFO") || same(word, "ECHO") || same(word, "INQUIRE") || same(word, "DINQUIRE"))
    return reader_.question(whole);
  if (same(word, "ENTER")) {
    entered_ = true;
    static_cast<void>(take_word(line)); // LANGUAGE
    wishes_.language = value_of(line);
    std::ranges::transform(wishes_.language, wishes_.language.begin(), upper);
  }
  if (same(word, "SET")) read_set(line);
  if (same(word, "JOB")) {
    wishes_ = {};
    read_name(line);
  }
  if (same(word, "EOJ") || same(word, "RESET")) wishes_ = {};
  return {};
}

// JOB NAME = "report" ...
void Envelope::read_name(std::string_view words) {
  if (same(take_word(words), "NAME")) wishes_.job_name = value_of(words);
}

void Envelope::read_set(std::string_view words) {
  const std::string_view name = take_word(words);
  const std::string value = value_of(words);
  if (same(name, "JOBNAME")) wishes_.job_name = value;
  if (same(name, "USERNAME")) wishes_.user_name = value;
  if (same(name, "DUPLEX") || same(name, "BINDING")) set_sides(wishes_.sides, name, value);
  if (!same(name, "COPIES") && !same(name, "QTY")) return;
  std::int32_t copies = 0;
  const auto end = std::from_chars(value.data(), value.data() + value.size(), copies);
  if (end.ec == std::errc() && copies >= 1 && copies <= most_copies) wishes_.copies = copies;
}

} // namespace platen::pjl
