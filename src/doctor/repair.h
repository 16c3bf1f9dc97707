#pragma once

#include "base/result.h"

#include <filesystem>

// What command and server mend in the file system. Each looks again before it acts.
namespace platen::doctor {

// Mode 0600. Follows no link. Errc::denied: it is somebody else's.
Result<void> close_file(const std::filesystem::path& file);
// A socket at which nobody listens. Errc::conflict: somebody does, or it is none.
Result<void> remove_stale_socket(const std::filesystem::path& socket);
// With those above it; mode 0700.
Result<void> make_private_folder(const std::filesystem::path& folder);
Result<void> remove_plain_file(const std::filesystem::path& file);

} // namespace platen::doctor
