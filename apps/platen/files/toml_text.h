#pragma once

#include "remote/records.h"

#include <string>

namespace platen::app {

// JSON as TOML, always the same text for the same values: keys in alphabetical order ("name" is the
// first), tables last. `path`: of the table that it stands in, "" for the file's own.
std::string toml_text(const Json& object, const std::string& path = {});
std::string toml_key(const std::string& key);
std::string toml_value(const Json& value); // of one line

} // namespace platen::app
