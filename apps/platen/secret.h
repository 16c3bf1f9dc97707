#pragma once

#include "base/result.h"

#include <string>

// What nobody else shall see: not the screen, and not the list of processes.
namespace platen::app {

// Asked for on the terminal without showing it, or one line of standard input where that is none.
// `what` begins with a small letter: "password".
Result<std::string> ask_secret(const std::string& question, const std::string& what);
// The same, on a terminal twice.
Result<std::string> new_secret(const std::string& what);

} // namespace platen::app
