#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "transport/address.h"

#include <chrono>

namespace platen::transport {

// A UDP socket that sends to the first address of the host and hears of nobody else.
// Errc::unreachable: nobody knows the host; cancelled.
Result<UniqueFd> connect_datagrams(const SocketAddress& address, std::chrono::milliseconds patience,
                                   const Cancel& cancel);

} // namespace platen::transport
