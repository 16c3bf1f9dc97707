#pragma once

#include "base/file.h"

#include <cstdint>
#include <string>

namespace platen::twin {

enum class Sockets : std::uint8_t { tcp, udp };

// A socket bound to a numeric IPv4 or IPv6 address and, for TCP, listening. Errc::invalid for
// another address, Errc::io when the port is taken. Port 0 takes a free one.
Result<UniqueFd> listen_on(Sockets kind, const std::string& address, std::uint16_t port);
Result<std::uint16_t> port_of(int fd);
// Both kinds on one number. Port 0 takes one that is free for both.
struct BothSockets {
  UniqueFd tcp, udp;
};
Result<BothSockets> listen_on_both(const std::string& address, std::uint16_t port);
// In place of a listening TCP socket one that is bound to its port and refuses who connects. It is
// a new one, since a port that the system chose is given back when its listening ends.
Result<UniqueFd> bound_only(UniqueFd listener);
Result<void> listen_again(int fd); // on what bound_only() gave
// To a port of this machine, by a numeric address.
Result<UniqueFd> connect_to(const std::string& address, std::uint16_t port);

} // namespace platen::twin
