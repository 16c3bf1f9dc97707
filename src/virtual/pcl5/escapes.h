#pragma once

#include "virtual/pclxl/fault.h"
#include "virtual/reader.h"

#include <cstdint>
#include <string>

namespace platen::twin::pcl5 {

using pclxl::Xl;

// A fault of a PCL 5 stream: the language has no error reports, so it has no name of its own.
inline constexpr std::string_view fault_name = "PCL 5";
inline tl::unexpected<pclxl::Fault> fault(std::string what, std::uint64_t offset = no_offset) {
  return pclxl::xl_fault(fault_name, std::move(what), offset);
}

enum class TokenKind : std::uint8_t { end, universal_exit, control, text, command };

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint64_t offset = 0;
  char byte = 0; // of control and text
  // Of a command: ESC E is "E", ESC&l26A is "&lA", whether it stood alone or in a longer sequence.
  std::string name{};
  bool has_value = false, is_signed = false;
  double value = 0;
};

// "ESC&l26A", as people write it.
std::string spelled(const Token& token);

// Cuts a stream into escape sequences and what is between them (docs/protocols/pcl5.md §2). Data
// that belongs to a command is its reader's to take.
class Escapes {
public:
  explicit Escapes(Reader& in) : in_(in) {}
  Xl<Token> next();

private:
  Xl<Token> begin_sequence(std::uint64_t at);
  Xl<Token> parameter();
  Xl<char> byte_of_sequence();

  Reader& in_;
  std::string family_; // of the sequence that goes on: "&l"; empty: none does
};

} // namespace platen::twin::pcl5
