#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a client of a line printer daemon says of its job (RFC 1179; docs/protocols/inboxes.md).
namespace platen::lpd {

// A data file that is to be printed.
struct DataFile {
  std::string name;  // as it will be sent, "dfA123host"
  std::string title; // as people call it; empty: not said
  std::int32_t copies = 1;
};

struct ControlFile {
  std::string host, user, title;
  std::vector<DataFile> files; // each name once, in the order of the lines
};

// Lines of a letter and its operand; those that mean nothing here are passed over. Errc::malformed,
// or Errc::limit: more than `most_files`, or more than 999 copies of one.
Result<ControlFile> parse_control(std::string_view text, std::size_t most_files);

// "COUNT NAME", the operands of the subcommands that announce a file.
struct Announced {
  std::uint64_t bytes = 0;
  std::string name;
};
Result<Announced> parse_announced(std::string_view operands);

} // namespace platen::lpd
