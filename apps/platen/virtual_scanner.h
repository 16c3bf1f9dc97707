#pragma once

#include "command_line.h"
#include "virtual/scanner/scanner.h"

namespace platen::app {

// What --stack, --platen, --skew and the like say. Errc::invalid names the option.
Result<twin::ScannerOptions> scanner_options(const Arguments& arguments);
// Only the scanner, with no print port beside it, until a signal ends it.
Result<void> serve_scanner(const std::string& model, const std::string& address, std::uint16_t port,
                           twin::ScannerOptions options);

} // namespace platen::app
