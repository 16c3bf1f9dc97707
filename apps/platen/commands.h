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
const Command& token_command();
const Command& department_command();
const Command& quota_command();
const Command& report_command();
const Command& store_command();
const Command& backup_command();
const Command& restore_command();
const Command& apply_command();
const Command& export_command();
const Command& convert_command();
const Command& preview_command();
const Command& decode_command();
const Command& capture_command();
const Command& virtual_command();
const Command& doctor_command();
const Command& drivers_command();
const Command& probe_command();
const Command& devices_command();
const Command& options_command();
const Command& test_page_command();
const Command& completion_command();
const Command& setup_command();
const Command& add_command();
const Command& modify_command();
const Command& delete_command();
const Command& default_command();
const Command& printers_command();
const Command& submit_command();
const Command& jobs_command();
const Command& cancel_command();
const Command& hold_command();
const Command& release_command();
const Command& maintain_command();
const Command& calibrate_command();
const Command& reprint_command();
const Command& move_command();
const Command& pause_command();
const Command& resume_command();
const Command& status_command();
const Command& supplies_command();
const Command& papers_command();
const Command& letterheads_command();
const Command& profiles_command();
const Command& recipes_command();
const Command& scan_command();
const Command& scans_command();
const Command& scanners_command();
const Command& scan_recipes_command();
const Command& destinations_command();
const Command& contacts_command();

} // namespace platen::app
