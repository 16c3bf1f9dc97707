#pragma once

#include <ctime>
#include <optional>

#include <cups/ipp.h>

namespace platen::ipp {

// The moment that the eleven octets of a dateTime say (RFC 2579, DateAndTime), without its tenths
// of a second; nothing where they say none, as a 13th month, or where there are none (null). Not by
// ippDateToTime() of libcups 2.4, which is off by the offset of the computer's own time zone.
std::optional<std::time_t> moment_of(const ipp_uchar_t* date);

} // namespace platen::ipp
