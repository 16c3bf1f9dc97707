#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace platen::app {

// One option of a command. Repeated ones collect their values; the others keep the last.
struct Flag {
  char letter = 0;        // 0: long form only
  std::string_view name;  // without the dashes
  std::string_view value; // what --help calls its value; empty: a switch
  std::string_view help;
};

struct Arguments {
  std::map<std::string, std::vector<std::string>, std::less<>> flags; // by long name
  std::vector<std::string> operands;

  bool has(std::string_view name) const { return flags.contains(name); }
  std::string get(std::string_view name, std::string_view otherwise = {}) const;
  std::vector<std::string> all(std::string_view name) const;
};

struct Command {
  std::string_view name;
  std::string_view summary;  // one line
  std::string_view operands; // "IN", "FILE...", or empty
  std::vector<Flag> flags;   // --help is understood by every command
  std::string_view details;  // further lines of --help
  int (*run)(const Command& command, const Arguments& arguments);
};

// Understands "-x value", "-xvalue", "--name value", "--name=value", clustered switches and "--".
// Errc::invalid names the argument and what is legal.
Result<Arguments> parse(const Command& command, const std::vector<std::string>& words);

std::string help_text(const Command& command);

} // namespace platen::app
