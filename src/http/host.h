#pragma once

#include "http/refusal.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::http {

// Which Host a request may carry. A web page of somebody else can make its own name lead to our
// address (DNS rebinding) and then speak as if it were ours; the name in Host gives it away.
class HostPolicy {
public:
  explicit HostPolicy(const std::vector<std::string>& names); // "print" allows "print.local" too

  // `authority` is "name", "192.0.2.7:8631", "[2001:db8::1]:8631". 400: no such thing; 421: not
  // ours.
  std::optional<Refusal> check(std::string_view authority) const;

  // `origin` is the value of the field of that name; true: a page that this server itself gave out
  // under `authority`. The scheme may differ, as behind a proxy that ends TLS.
  static bool is_own_origin(std::string_view origin, std::string_view authority);

private:
  std::vector<std::string> names_; // lower case
};

// Parts of "name:port"; nothing when it is malformed. The host of an IPv6 address has no brackets.
struct Authority {
  std::string host; // lower case, without a final dot
  std::optional<unsigned> port;
  bool literal = false; // an IP address
};
std::optional<Authority> parse_authority(std::string_view text);
bool is_host_name(std::string_view text); // without port, and no IPv6 address in brackets

} // namespace platen::http
