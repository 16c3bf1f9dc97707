#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <cups/ipp.h>

namespace platen::ipp {

using TableRow = std::map<std::string, std::string>;

// The parts of "type=toner;level=75;maxcapacity=100;...", as PWG 5100.9 and 5100.13 write rows of
// the Printer MIB's tables. What is no NAME=VALUE is passed over.
TableRow table_row(std::string_view text);
// The rows of an attribute of octet strings (may be null), 128 at most.
std::vector<TableRow> table_rows(ipp_attribute_t* attribute);
std::vector<TableRow> table_rows(ipp_t* message, const char* name);

} // namespace platen::ipp
