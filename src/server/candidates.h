#pragma once

#include "base/cancel.h"
#include "discovery/printer_record.h"

#include <string>
#include <vector>

namespace platen::server {

// An address at which there may be a printer, and who told of it.
struct Candidate {
  std::string host;
  std::vector<std::string> ways;                 // "snmp", "bjnp", "address"
  std::vector<discovery::PrinterRecord> records; // of DNS-SD
};

// Who answers on the networks of this machine, asked in all ways at once for limits::search. What
// could not be asked goes into `notes`. Queues of platen on this machine are none.
std::vector<Candidate> candidates(const Cancel& cancel, std::vector<std::string>& notes);

} // namespace platen::server
