#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace platen::scan {

// The addresses of what answers BJNP's discovery as a scanner within `patience`, which is waited
// for to its end. `targets`: numeric IPv4 addresses, "192.168.1.255" or of one host; an address
// that cannot be sent to is passed over. Errc::cancelled, io.
Result<std::vector<std::string>> discover_bjnp(const std::vector<std::string>& targets,
                                               std::uint16_t port,
                                               std::chrono::milliseconds patience,
                                               const Cancel& cancel);
// The broadcast address of each network that this machine is in.
std::vector<std::string> broadcast_addresses();

} // namespace platen::scan
