#pragma once

#include "base/cancel.h"
#include "scan/device/command_link.h"
#include "transport/usb_bus.h"

#include <memory>
#include <string>

namespace platen::scan {

// A scanner on USB, by its vendor-specific interface: bulk out, bulk in, claimed for a session. No
// hardware was tested: tests put a bus of their own behind transport/usb_bus.h. `uri`:
// "usb://MAKER/MODEL[?serial=S][&interface=N]". `cancel` outlives it. Errc::unreachable: no such
// device; invalid: several.
Result<std::unique_ptr<CommandLink>> open_usb_link(std::unique_ptr<transport::UsbBus> bus,
                                                   const std::string& uri,
                                                   const LinkPatience& patience,
                                                   const Cancel& cancel);

} // namespace platen::scan
