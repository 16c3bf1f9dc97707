#pragma once

#include "base/bytes.h"

#include <string_view>

namespace platen::ufr2::test {

inline Buffer bytes_of(std::initializer_list<int> values) {
  Buffer out;
  for (const int value : values)
    out.push_back(static_cast<std::byte>(value));
  return out;
}

// "be fd": the bytes; blanks are passed over.
inline Buffer hex(std::string_view text) {
  Buffer out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<std::byte>(high * 16 + digit));
      high = -1;
    }
  }
  return out;
}

// A stream of written-out bits: padded with ones to 32 bits, disguised with 43h.
inline Buffer stream_of_bits(std::string_view text) {
  Buffer out;
  unsigned open = 0, count = 0;
  const auto put = [&](unsigned bit) {
    open = open << 1 | bit;
    if (++count % 8 == 0) out.push_back(static_cast<std::byte>((open & 0xff) ^ 0x43));
  };
  for (const char c : text)
    if (c != ' ') put(c == '1' ? 1 : 0);
  while (count % 32 != 0)
    put(1);
  return out;
}

} // namespace platen::ufr2::test
