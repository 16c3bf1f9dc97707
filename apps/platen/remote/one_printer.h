#pragma once

#include "remote/records.h"
#include "remote/session.h"

#include <vector>

namespace platen::app {

// What a server says of one printer.
struct OnePrinter {
  platen::ipp::Message answer; // holds what `record` names
  Record record;
};

// Asks for some attributes of the printer of -d, else of the default one.
Result<OnePrinter> ask_printer(const Arguments& arguments, const std::vector<const char*>& names);

// A command that shows one printer: -d NAME, --json, --server, and no operand.
Command printer_command(std::string_view name, std::string_view summary,
                        int (*run)(const Command& command, const Arguments& arguments));

} // namespace platen::app
