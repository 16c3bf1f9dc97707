#pragma once

#include "command_line.h"

#include <span>

namespace platen::app {

// Exit codes, the same for every command.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_wrong_use = 2;
inline constexpr int exit_not_reachable = 3;

// Prints "platen: COMMAND: message" to standard error and gives the exit code for it.
int report(const Command& command, const Error& error);

// One table; each command in a file of its own.
std::span<const Command> commands();
const Command& server_command();
const Command& user_command();
const Command& convert_command();
const Command& decode_command();
const Command& virtual_command();
const Command& drivers_command();
const Command& options_command();
const Command& test_page_command();

} // namespace platen::app
