#pragma once

#include <string>
#include <string_view>

namespace platen::transport {

// What a line printer daemon is told about a job (RFC 1179, section 7).
struct LpdJob {
  int number = 0;                // 0 to 999, part of the files' names
  std::string host, user, title; // UTF-8; what the protocol cannot hold is replaced or cut
};

std::string lpd_control_name(const LpdJob& job); // "cfA" and number and host
std::string lpd_data_name(const LpdJob& job);
// One data file, to be printed as it is ("l"), once, without a banner.
std::string lpd_control_file(const LpdJob& job);

} // namespace platen::transport
