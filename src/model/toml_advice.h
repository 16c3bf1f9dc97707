#pragma once

#include <string>
#include <string_view>

namespace platen::model {

// What to do about a line that is no TOML, in words behind the parser's own.
std::string toml_advice(std::string_view line, std::string_view parsers_words);

} // namespace platen::model
