#pragma once

#include "base/result.h"
#include "model/toml_library.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace platen::model {

// At most 1 MiB.
Result<std::string> read_toml_text(const std::filesystem::path& file);

// Errors are "FILE:LINE:COLUMN: message".
Result<toml::table> parse_toml(std::string_view text, const std::filesystem::path& file);

// Puts the file that a table `extends`, if it does, under it: tables are merged key by key,
// anything else is replaced. Every node keeps the place where it stands in its own file.
Result<toml::table> with_base(toml::table own, const std::filesystem::path& file);

} // namespace platen::model
