#pragma once

#include "virtual/condition.h"

#include <memory>
#include <optional>

namespace platen::twin {

// Ports of what a device serves besides its print port; nothing: not served. 0 takes a free one.
struct ChannelPorts {
  std::optional<std::uint16_t> snmp = {};             // UDP
  std::optional<std::uint16_t> chmp = {}, chmps = {}; // TCP, plain and with TLS
  std::optional<std::uint16_t> bjnp = {};             // UDP and TCP
  std::optional<std::uint16_t> lpd = {};              // TCP
  std::optional<std::uint16_t> scanner = {}; // UDP and TCP; opened by the device, not as a channel
};

// The other channels at work, each on a thread of its own; they end with this object.
class Channels {
public:
  virtual ~Channels() = default;
  virtual ChannelPorts ports() const = 0;
};

// Errc::io when a port is taken. Jobs that come by BJNP or LPD go on to `print_port` of the same
// address.
Result<std::unique_ptr<Channels>> open_channels(const std::string& address,
                                                const ChannelPorts& wanted,
                                                std::shared_ptr<SharedCondition> condition,
                                                std::uint16_t print_port = 0);

} // namespace platen::twin
