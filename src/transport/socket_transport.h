#pragma once

#include "transport/address.h"
#include "transport/transport.h"

namespace platen::transport {

Result<std::unique_ptr<Transport>> open_socket(const std::string& uri, const Deadlines& deadlines,
                                               const Cancel& cancel);
Result<std::unique_ptr<Transport>> open_socket(SocketAddress address, const Deadlines& deadlines,
                                               const Cancel& cancel);

} // namespace platen::transport
