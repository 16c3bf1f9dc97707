#pragma once

#include "auth/accounts.h"
#include "command_line.h"
#include "server/paths.h"

#include <optional>
#include <string>
#include <string_view>

// What the commands share that change a server's own files.
namespace platen::app {

// The folders of the server that --state names, or of the one that is the caller's to look after.
Result<server::Paths> state_paths(const Arguments& arguments);
// Errc::not_found: only the server's start makes the folder of a service.
Result<void> make_state_folder(const std::filesystem::path& folder);
// What --limit and --no-limit say of an allowance, and that both do not go together.
Result<void> change_allowance(const Arguments& arguments,
                              std::optional<auth::Allowance>& allowance);

} // namespace platen::app
