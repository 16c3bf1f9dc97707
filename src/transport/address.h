#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::transport {

struct SocketAddress {
  std::string host; // a name, an IPv4 address, or an IPv6 address without brackets
  std::string port = "9100";
  // Where the device tells its status, when not where its model's devices do: "snmp=1161",
  // "community=office", "chmp=off", ... checked.
  std::vector<std::pair<std::string, std::string>> channels;
  std::optional<std::string_view> channel(std::string_view name) const;
};

// "socket://HOST[:PORT][/][?NAME=VALUE[&NAME=VALUE]...]"; an IPv6 address stands in brackets. The
// names are snmp, chmp, chmps, bjnp, lpd (a port, or "off"), pjl ("on" or "off") and community.
// Errc::invalid.
Result<SocketAddress> parse_socket_uri(std::string_view uri);

// What stands after the "?" of `uri` into `address`. Errc::invalid shows `example`.
Result<void> read_channels(std::string_view uri, std::string_view text, std::string_view example,
                           SocketAddress& address);

// Errc::invalid for a device URI: what is wrong with it, and how one looks.
Failure no_address(std::string_view uri, std::string_view why, std::string_view example);

// "HOST", "HOST:PORT" or "[IPV6]:PORT" of `uri` into `address`, whose port stays where none is
// said. Errc::invalid shows `example`.
Result<void> read_host_and_port(std::string_view uri, std::string_view text,
                                std::string_view example, SocketAddress& address);

// "HOST port PORT", for messages.
std::string to_string(const SocketAddress& address);

} // namespace platen::transport
