#include "capture/entry.h"

#include <algorithm>

namespace platen::capture {

namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

void put(std::string& out, std::uint8_t byte) {
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

} // namespace

std::string hex8(std::uint8_t value) {
  std::string out;
  put(out, value);
  return out;
}

std::string hex16(std::uint16_t value) {
  return hex8(static_cast<std::uint8_t>(value >> 8)) +
         hex8(static_cast<std::uint8_t>(value & 0xff));
}

std::string digest(Bytes bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::byte b : bytes)
    hash = (hash ^ std::to_integer<std::uint64_t>(b)) * 0x100000001b3U;
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8)
    put(out, static_cast<std::uint8_t>(hash >> shift & 0xff));
  return out;
}

std::string hex(Bytes bytes, std::size_t most) {
  std::string out;
  for (const std::byte b : bytes.first(std::min(most, bytes.size()))) {
    if (!out.empty()) out += ' ';
    put(out, std::to_integer<std::uint8_t>(b));
  }
  if (bytes.size() > most)
    out += " ... (" + std::to_string(bytes.size()) + " bytes, digest " + digest(bytes) + ")";
  return out;
}

std::string quoted(Bytes bytes, std::size_t most) {
  std::string out = "\"";
  for (const std::byte b : bytes.first(std::min(most, bytes.size()))) {
    const auto c = std::to_integer<std::uint8_t>(b);
    if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
      out += static_cast<char>(c);
    } else {
      out += "\\x";
      put(out, c);
    }
  }
  out += '"';
  if (bytes.size() > most) out += "... (" + std::to_string(bytes.size()) + " bytes)";
  return out;
}

} // namespace platen::capture
