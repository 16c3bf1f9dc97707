#pragma once

#include "device/reader.h"
#include "transport/transport.h"

#include <functional>
#include <string>

namespace platen::device {

// A way to a device that PJL may be sent on; nobody else has it meanwhile. Errc::unsupported: it
// takes none.
using OpenPjl = std::function<Result<std::unique_ptr<transport::Transport>>(
    const transport::Deadlines& deadlines, const Cancel& cancel)>;

// Channel "pjl": INFO STATUS and INFO PAGECOUNT where jobs go as well. A device that does not tell
// its page count is asked for it now and then.
std::unique_ptr<StatusReader> make_pjl_reader(OpenPjl open);
// On a connection of its own to the print port.
std::unique_ptr<StatusReader> make_pjl_reader(std::string socket_uri);

} // namespace platen::device
