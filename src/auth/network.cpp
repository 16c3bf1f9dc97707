#include "auth/network.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace platen::auth {

std::string network_of(const std::string& address) {
  in6_addr parsed{};
  if (::inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &parsed) != 1)
    return address;
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) return address;
  std::fill(parsed.s6_addr + 8, parsed.s6_addr + 16, std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const written = ::inet_ntop(AF_INET6, &parsed, text.data(), text.size());
  return (written != nullptr ? written : address) + "/64";
}

} // namespace platen::auth
