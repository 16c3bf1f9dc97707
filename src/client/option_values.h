#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <cups/ipp.h>

// What people write behind "-o NAME=", read. Nothing where the form is wrong.
namespace platen::client {

std::vector<std::string> split(const std::string& text); // at commas
std::optional<int> parse_integer(const std::string& text);
std::optional<bool> parse_boolean(const std::string& text); // true, false, yes, no, on, off
std::optional<std::pair<int, int>> parse_dpi(const std::string& text); // 600, 600dpi, 600x300dpi
// 1-3,5,7-: ascending, not overlapping; an open end is the last page there can be.
std::optional<std::vector<std::pair<int, int>>> parse_ranges(const std::string& text);
// Those, as values of IPP; false, and nothing is added, where the text has none.
bool add_ranges(ipp_t* into, ipp_tag_t group, const std::string& name, const std::string& text);
std::optional<std::string> utc_time_of_day(const std::string& local, std::time_t now); // HH:MM[:SS]
std::optional<std::time_t> parse_moment(const std::string& text); // YYYY-MM-DDTHH:MM[:SS][Z], local

// "a4", "Letter" as the PWG name of that size which a printer lists, an answer to
// Get-Printer-Attributes; what the printer itself calls it ("platen-media-names") comes first.
// Other names stay.
std::string media_name(const std::string& name, ipp_t* printer);

} // namespace platen::client
