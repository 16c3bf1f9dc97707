#pragma once

#include "base/cancel.h"
#include "server/sighting.h"

#include <string>
#include <vector>

namespace platen::server {

struct Around {
  std::vector<Sighting> devices;  // each machine once
  std::vector<std::string> notes; // what could not be asked
};

// Devices that answer now: by DNS-SD, SNMP and BJNP on the networks of this machine and on its USB,
// or at one host. Each is asked by all its channels what it is. Queues of platen on this machine
// are none. Errc::cancelled.
Result<Around> look_around(const std::string& host, const Cancel& cancel);

Result<intake::api::FoundPrinters> find_printers(std::span<const model::Model> models,
                                                 std::span<const job::Printer> printers,
                                                 const std::string& host, const Cancel& cancel);

} // namespace platen::server
