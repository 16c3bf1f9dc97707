#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "transport/address.h"

#include <chrono>

namespace platen::transport {

// A connected, non-blocking TCP socket. Tries each address of the host until `patience` has passed.
// Errc::unreachable, timeout, cancelled. The name look-up itself keeps to the resolver's own
// deadline.
Result<UniqueFd> connect_to(const SocketAddress& address, std::chrono::milliseconds patience,
                            const Cancel& cancel);

// How long to wait at a time, so that a cancelled job ends soon.
inline constexpr std::chrono::milliseconds cancel_interval{100};

} // namespace platen::transport
