#pragma once

#include "base/result.h"

#include <array>
#include <filesystem>
#include <string_view>

namespace platen::backup {

// What of the state folder belongs to a backup beside the job store. Not the audit log, which tells
// what happened and never goes back; nor sessions of browsers, which shall not come to life again.
inline constexpr std::array<std::string_view, 8> state_entries{
    "users", "accounts", "tokens", "settings.toml", "tls", "scan", "monitor", "models"};

// Within an archive, and the folder that it is made of or taken apart to.
inline constexpr std::string_view manifest_name = "platen-backup.json", sums_name = "SHA256SUMS",
                                  store_folder = "store", state_folder = "state";
inline constexpr int newest_format = 1;

// A name that such an archive may have: relative, without "." and "..", in one of its folders.
// Errc::malformed.
Result<void> check_entry_name(std::string_view name);

// Copies one file or folder of the state; databases through SQLite, as they are at one moment.
Result<void> copy_entry(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace platen::backup
