#include "http/header_scan.h"

#include "base/limits.h"

#include <algorithm>
#include <array>

namespace platen::http {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex(unsigned char byte) {
  return std::string("0x") + hex_digits[byte >> 4] + hex_digits[byte & 15];
}

bool is_ordinary(unsigned char byte) { // printable ASCII
  return byte >= 0x20 && byte < 0x7f;
}

} // namespace

bool HeaderScan::refuse(int status, std::string text) {
  refusal_ = Refusal{status, std::move(text)};
  return true;
}

bool HeaderScan::refuse_byte(unsigned char byte) {
  const std::string where = " in line " + std::to_string(lines_ + 1) + " of the header";
  if (byte == '\n') return refuse(400, "a line feed without a carriage return" + where);
  if (byte == '\0') return refuse(400, "a NUL byte" + where);
  if (byte >= 0x80) return refuse(400, "the byte " + hex(byte) + where + " is not ASCII");
  return refuse(400, "the control character " + hex(byte) + where);
}

bool HeaderScan::refuse_line() {
  return refuse(414, "the request line is longer than " + std::to_string(most_line_) + " bytes");
}

// Behind the LF of a line; true when nothing more belongs to the header.
bool HeaderScan::end_line() {
  const std::size_t length = position_ - 2 - line_start_;
  line_start_ = position_;
  after_cr_ = false;
  if (length > 0) {
    if (++lines_ > limits::http_header_fields + 1)
      return refuse(431, "more than " + std::to_string(limits::http_header_fields) + " fields");
    return false;
  }
  if (lines_ > 0) return true;
  // RFC 9112, 2.2: one empty line before the request line is overlooked, not more.
  if (start_ > 0) return refuse(400, "empty lines instead of a request");
  start_ = position_;
  return false;
}

bool HeaderScan::look(std::string_view bytes) {
  if (refusal_) return true;
  const std::string_view seen = bytes.substr(0, most_);
  while (position_ < seen.size()) {
    const auto byte = static_cast<unsigned char>(seen[position_]);
    if (after_cr_) {
      if (byte != '\n')
        return refuse(400, "a carriage return without a line feed in line " +
                               std::to_string(lines_ + 1) + " of the header");
      ++position_;
      if (end_line()) return true;
      continue;
    }
    if (position_ == line_start_ && lines_ > 0 && (byte == ' ' || byte == '\t'))
      return refuse(400, "line " + std::to_string(lines_ + 1) +
                             " of the header begins with a space: folded fields are not taken");
    if (byte == '\r')
      after_cr_ = true;
    else if (lines_ == 0 && position_ - line_start_ == most_line_)
      return refuse_line();
    else if (!is_ordinary(byte) && !(byte == '\t' && lines_ > 0))
      return refuse_byte(byte);
    ++position_;
  }
  if (bytes.size() >= most_)
    return refuse(431, "the header is longer than " + std::to_string(most_) + " bytes");
  return false;
}

} // namespace platen::http
