#pragma once

#include "transport/address.h"

namespace platen::transport {

bool is_lpd_uri(std::string_view uri); // "lpd://..."

struct LpdAddress {
  SocketAddress host; // port 515 where none is said
  // Of the daemon, 1 to 31 printable characters without blanks: the name decides what happens to
  // the data, and each maker has names of its own.
  std::string queue = "lp";
};

// "lpd://HOST[:PORT][/QUEUE]", as CUPS writes it, and the status channels of parse_socket_uri()
// after a "?"; QUEUE may be percent-encoded. Errc::invalid.
Result<LpdAddress> parse_lpd_uri(std::string_view uri);

} // namespace platen::transport
