#pragma once

#include "transport/address.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace platen::device {

inline constexpr std::uint16_t snmp_port = 161, http_port = 80, https_port = 443, bjnp_port = 8611;

// The port that a device URI names for a channel, or the usual one; nothing when it is off.
std::optional<std::uint16_t> port_of(const transport::SocketAddress& address,
                                     std::string_view channel, std::uint16_t usual);
// "?community=" of the URI, or "public".
std::string community_of(const transport::SocketAddress& address);

} // namespace platen::device
