#pragma once

#include "install/facts.h"

#include <string>
#include <vector>

namespace platen::install {

// A line a printer for a shell: CUPS makes the queue of what the printer says of itself.
// `administrator`: how the line becomes an administrator's ("sudo "), or nothing.
std::string lpadmin_lines(const Place& place, const std::vector<Printer>& printers,
                          const std::string& administrator);
// A page through the first of those queues.
std::string lp_line(const std::vector<Printer>& printers);
// Lines for airscan.conf where scanners are not found by themselves.
std::string airscan_lines(const Place& place, const std::vector<Scanner>& scanners);

} // namespace platen::install
