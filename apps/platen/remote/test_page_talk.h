#pragma once

#include "command_line.h"

namespace platen::app {

// Prints the test page of a printer that is there. At a terminal, and without --json, its points
// are asked about one by one as "platen setup" does, and a "no" leads to what can be done.
Result<void> print_test_page(const Arguments& arguments, const std::string& printer);

} // namespace platen::app
