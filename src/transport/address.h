#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace platen::transport {

struct SocketAddress {
  std::string host; // a name, an IPv4 address, or an IPv6 address without brackets
  std::string port = "9100";
};

// "socket://HOST[:PORT][/]"; an IPv6 address stands in brackets. Errc::invalid.
Result<SocketAddress> parse_socket_uri(std::string_view uri);

// "HOST port PORT", for messages.
std::string to_string(const SocketAddress& address);

} // namespace platen::transport
