#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platen::app {

// A record of RFC 4180, with its end of line. A field that a spreadsheet would take for a formula
// (it begins with = + - @, a tabulator or a carriage return) is given an apostrophe in front, which
// makes it a text there.
std::string csv_record(const std::vector<std::string>& fields);

} // namespace platen::app
