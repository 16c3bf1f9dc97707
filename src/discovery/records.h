#pragma once

#include "discovery/announcer.h"
#include "job/job.h"
#include "model/model.h"

#include <string>
#include <string_view>
#include <vector>

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

// A scanner, as far as its records tell of it.
struct ScannerRecord {
  std::string name; // in its path, /eSCL/NAME
  std::string uuid; // the printer's, where it is one machine
  std::string make_and_model, location;
  bool platen = false, adf = false, two_sided = false;
  bool color = false;
  std::string formats; // pdl: "image/jpeg,application/pdf"
};

// _uscan and _uscans, with the TXT keys that eSCL's clients read (docs/protocols/escl.md). Where a
// printer is the same machine they go into its announcement, so that both keep one name whatever
// happens to it; else into one of their own.
std::vector<Service> scanner_services(const ScannerRecord& scanner, const ServerFacts& server);

} // namespace platen::discovery
