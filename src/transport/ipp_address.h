#pragma once

#include "client/connection.h"

#include <string>
#include <string_view>

namespace platen::transport {

bool is_ipp_uri(std::string_view uri); // "ipp://..." or "ipps://..."

// A printer that speaks IPP.
struct IppAddress {
  client::ServerAddress server;
  bool tls = false; // from the first byte (ipps)
  std::string path; // "/ipp/print"
  std::string uri;  // printer-uri: without user and password
};

// "ipp://[USER:PASSWORD@]HOST[:631]/PATH" and "ipps://..." Errc::invalid; Errc::denied for a
// password that would cross a network unprotected.
Result<IppAddress> parse_ipp_uri(std::string_view uri);

} // namespace platen::transport
