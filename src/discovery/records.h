#pragma once

#include "discovery/announcer.h"
#include "job/job.h"
#include "model/model.h"

#include <string>
#include <string_view>

namespace platen::discovery {

// What a printer's records need beside the printer: how the server is reached.
struct ServerFacts {
  std::string host; // in adminurl; "" leaves it out
  std::uint16_t port = 8631;
  bool tls = true;
  std::string formats; // pdl: "application/pdf,image/urf,..."
  std::string urf;     // URF: "V1.4,CP1,..."; the same words as urf-supported
};

// _ipp, _ipps (with _print and _universal), _printer with port 0, _http (_printer): the TXT keys of
// the Bonjour Printing specification 1.2.1, IPP Everywhere and Mopria. `wanted_name`: the instance
// name to ask for.
Announcement announcement_of(const job::Printer& printer, const model::Model& model,
                             const ServerFacts& server, std::string_view wanted_name);

} // namespace platen::discovery
