#pragma once

#include <string>

namespace platen::auth {

// What one guesser has at hand: an IPv4 address, or a /64 of IPv6, which is his by the million.
// What is no address stays as it is.
std::string network_of(const std::string& address);

} // namespace platen::auth
