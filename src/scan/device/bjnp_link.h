#pragma once

#include "base/cancel.h"
#include "scan/device/command_link.h"
#include "transport/address.h"

#include <memory>
#include <string>

namespace platen::scan {

// "bjnp://HOST[:8612]". Errc::invalid.
Result<transport::SocketAddress> parse_bjnp_uri(std::string_view uri);

// A scanner on the network. `cancel` outlives it.
Result<std::unique_ptr<CommandLink>> open_bjnp_link(const transport::SocketAddress& address,
                                                    const LinkPatience& patience,
                                                    const Cancel& cancel);
// The IEEE 1284 device id of a scanner; empty where it tells none.
Result<std::string> ask_bjnp_identity(const transport::SocketAddress& address,
                                      const LinkPatience& patience, const Cancel& cancel);

} // namespace platen::scan
