#pragma once

#include "base/cancel.h"
#include "device/identity.h"
#include "device/probe.h"
#include "transport/usb_bus.h"

#include <functional>
#include <string>
#include <vector>

namespace platen::device {

// What one channel found.
struct Found {
  std::string device_id;
  std::vector<Spoken> languages; // their channel is left open
  Identity identity;
  std::string title, location; // in the device's words; empty: not told
};

struct Channel {
  std::string name;
  std::function<Result<Found>()> ask;
};

// Those that lead to a device; they are cancelled by `cancel`, which outlives them. With `identity`
// those alone that may tell which unit it is, and with less to ask. `bus`: of usb://.
// Errc::invalid.
Result<std::vector<Channel>> channels_of(const std::string& device_uri, bool identity,
                                         const Cancel& cancel,
                                         const transport::OpenBus& bus = transport::open_usb_bus);

} // namespace platen::device
