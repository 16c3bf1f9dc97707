#pragma once

#include "http/listener.h"
#include "job/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen::intake::inbox {

// One port of this server, and whose it is.
struct Port {
  std::uint16_t number = 0;
  std::string printer; // empty: the line printer daemon's, for all of its queues
  bool operator==(const Port&) const = default;
};

// A port as it is: with a socket on each address, or why not on one of them.
struct OpenPort {
  Port port;
  std::vector<http::Listener> listeners;
  std::string trouble; // in words; empty: it is open
};

// The ports that printers want; `lpd` is the daemon's.
std::vector<Port> wanted_ports(const std::vector<job::Printer>& printers, std::uint16_t lpd);
// On all of the addresses, or on none.
OpenPort open_port(const Port& port, const std::vector<http::ListenAddress>& addresses);

} // namespace platen::intake::inbox
