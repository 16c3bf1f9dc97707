#pragma once

#include "intake/ipp/operation.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::intake::ipp {

// What a target URI names, before anything is looked up.
struct TargetPath {
  enum class Kind : std::uint8_t { default_printer, all_printers, printer, job, system };
  Kind kind = Kind::default_printer;
  std::string printer; // of `printer` and of a job under its printer
  job::JobId job = 0;
};

// The path of a printer-uri, job-uri or system-uri (not of the HTTP request, RFC 8010 section 4.2):
//   /ipp/print                      the default printer
//   /ipp/print/NAME, /printers/NAME
//   /ipp/print/NAME/ID, /jobs/ID    a job
//   /ipp/system
//   /, /jobs, /printers             all printers (CUPS clients)
// Nothing for any other.
std::optional<TargetPath> parse_target_path(std::string_view path);

// Scheme and path of "SCHEME://HOST[:PORT]/PATH"; the host is not ours to judge, clients know us by
// many. The path is percent-decoded. Errc::malformed, or Errc::not_found for an unknown path.
Result<TargetPath> parse_target_uri(std::string_view uri);

// Reads the target attributes of the request and looks up what they name: fills printer, model and
// job of the call. Errc::malformed for missing or contradictory ones, Errc::not_found.
Result<void> find_target(Call& call, Target wanted);

} // namespace platen::intake::ipp
