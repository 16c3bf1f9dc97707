#pragma once

#include "http/refusal.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace platen::http {

// Looks through a request's line and fields as their bytes come in, and finds their end. Everything
// that two programs could read differently is refused here, before anything is understood: bare CR
// and LF, NUL and other control characters, folded lines, bytes beyond ASCII.
class HeaderScan {
public:
  HeaderScan(std::size_t most_bytes, std::size_t most_line)
      : most_(most_bytes), most_line_(most_line) {}

  // `bytes` begins at the request's first byte and holds all that has come so far; only what is new
  // is looked at. True: the header is whole and `size()` bytes long, or refusal() says what is
  // wrong.
  bool look(std::string_view bytes);

  std::size_t size() const { return position_; }
  // The request line and the fields, with the empty line after them.
  std::string_view text(std::string_view bytes) const {
    return bytes.substr(start_, position_ - start_);
  }
  const std::optional<Refusal>& refusal() const { return refusal_; }

private:
  bool refuse(int status, std::string text);
  bool refuse_line();
  bool refuse_byte(unsigned char byte);
  bool end_line();

  std::size_t most_, most_line_;
  std::size_t position_ = 0;
  std::size_t start_ = 0;
  std::size_t line_start_ = 0;
  std::size_t lines_ = 0; // ended ones that were not empty
  bool after_cr_ = false;
  std::optional<Refusal> refusal_;
};

} // namespace platen::http
