#pragma once

#include "doctor/finding.h"
#include "intake/api/route.h"

#include <string>
#include <vector>

namespace platen::intake::api {

// What the server finds out about itself, its printers and their devices; and mends. All of it may
// take seconds: devices are asked. From several threads at once.
class DoctorDesk {
public:
  struct Question {
    std::string printer; // empty: all
    std::string client;  // numeric address of somebody who does not find the printers; may be empty
  };
  struct Report {
    std::string version;
    std::vector<doctor::Finding> findings; // the worst first
    std::string dns_records;               // lines of a zone file
  };
  virtual ~DoctorDesk() = default;
  // Errc::not_found: there is no such printer; Errc::invalid: no address.
  virtual Result<Report> look(const Question& question) = 0;
  // Mends what is found again now, and says what was done. Errc::conflict: it is not so (any more),
  // or cannot be mended here.
  virtual Result<std::string> mend(const Call& call, const std::string& code,
                                   const std::string& subject) = 0;
  // A tar.gz; with the addresses of devices and clients if `addresses`.
  virtual Result<std::string> bundle(bool addresses) = 0;
};

// `desk` outlives them; null for the table alone.
Routes doctor_routes(DoctorDesk* desk);

} // namespace platen::intake::api
