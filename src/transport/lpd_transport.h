#pragma once

#include "transport/lpd_address.h"
#include "transport/transport.h"

namespace platen::transport {

// A queue of a line printer daemon (RFC 1179). The daemon is told the size of the data before the
// data, and takes a job whole or not at all: it is collected, and sent by finish(). Nothing comes
// back but whether each part was taken.
Result<std::unique_ptr<Transport>> open_lpd(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel);

} // namespace platen::transport
