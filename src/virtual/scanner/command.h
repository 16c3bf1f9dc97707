#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>

namespace platen::twin::scanner {

// docs/protocols/mp730.md §2.
enum class Code : std::uint16_t {
  status = 0xF320,
  activate = 0xCF60,
  start_session = 0xDB20,
  select_source = 0xDD20,
  parameters = 0xDE20,
  read_image = 0xD420,
  abort_session = 0xEF20,
  error_info = 0xFF20,
  time = 0xEB80,
};

struct Command {
  Code code = Code::status;
  Bytes data;
};

std::string name_of(std::uint16_t code); // "F320 status"; "1234" for one that is not known

// A command of the set with its right lengths and checksum. Errc::malformed says what is wrong.
Result<Command> read_command(Bytes bytes);

inline constexpr std::uint16_t done = 0x0606, busy = 0x1414, failed = 0x1515;
// An answer: its status and, when that is `done`, the data and the octet that makes them add up to
// 0.
Buffer answer_of(std::uint16_t status, Bytes data = {});

} // namespace platen::twin::scanner
