#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "transport/address.h"

#include <chrono>
#include <string>
#include <vector>

namespace platen::transport {

// A connected, non-blocking TCP socket. Tries each address of the host, the name's look-up and all
// tries within `patience`: an address that does not answer leaves the others their share of it.
// Errc::unreachable, timeout, cancelled.
Result<UniqueFd> connect_to(const SocketAddress& address, std::chrono::milliseconds patience,
                            const Cancel& cancel);
// The same for addresses that are known; `to` says in messages whose they are.
Result<UniqueFd> connect_to_one_of(const std::vector<std::string>& hosts, const SocketAddress& to,
                                   std::chrono::milliseconds patience, const Cancel& cancel);

// How long to wait at a time, so that a cancelled job ends soon.
inline constexpr std::chrono::milliseconds cancel_interval{100};

} // namespace platen::transport
