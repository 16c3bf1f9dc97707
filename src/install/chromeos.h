#pragma once

#include "install/facts.h"

#include <string>
#include <vector>

namespace platen::install {

// The file that ChromeOS' policy PrintersBulkConfiguration names: a list of printers, each set up
// by what it says of itself (IPP Everywhere). Always the same bytes for the same printers, since
// the policy names their SHA-256.
std::string chromeos_printers(const Place& place, const std::vector<Printer>& printers);
// The policy: where that file is, and its SHA-256.
std::string chromeos_policy(const std::string& url, const std::string& file);

} // namespace platen::install
