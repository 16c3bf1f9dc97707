#pragma once

#include "files/kinds.h"
#include "model/toml_library.h"

#include <filesystem>

namespace platen::app {

// One entry of a file, checked as far as it can be without a server; what it names beside it (a
// profile, a secret) is read. `name` is what it is called where it does not say so itself.
Result<Entry> read_entry(const Kind& kind, const std::filesystem::path& root,
                         const std::string& name, const toml::table& table,
                         const std::string& place);
Result<Json> json_of(const toml::node& node);

} // namespace platen::app
