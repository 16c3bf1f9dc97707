#pragma once

#include "scan/broker/scanners.h"

namespace platen::server {

// A scanner of the server, as the network is told of it.
struct SharedScanner {
  scan::ScannerEntry entry;
  scan::ScannerFacts facts;
};

} // namespace platen::server
