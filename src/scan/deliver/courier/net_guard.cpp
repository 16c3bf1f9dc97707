#include "scan/deliver/courier/net_guard.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

namespace platen::scan::courier {

namespace {

using V4 = std::uint32_t;
using V6 = std::array<std::uint8_t, 16>;

constexpr V4 v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24 | b << 16 | c << 8 | d;
}

struct Block {
  V4 first;
  int bits;
};
// RFC 6890 and what lies at well-known addresses: "this network", loopback, link-local (with the
// metadata of most clouds), the metadata of Oracle's and Alibaba's, multicast, reserved, broadcast.
constexpr std::array<Block, 7> inner_v4{{{v4(0, 0, 0, 0), 8},
                                         {v4(127, 0, 0, 0), 8},
                                         {v4(169, 254, 0, 0), 16},
                                         {v4(192, 0, 0, 0), 24},
                                         {v4(100, 100, 100, 200), 32},
                                         {v4(224, 0, 0, 0), 4},
                                         {v4(240, 0, 0, 0), 4}}};

bool is_inner(V4 address) {
  return std::ranges::any_of(inner_v4, [&](const Block& block) {
    return (address ^ block.first) >> (32 - block.bits) == 0;
  });
}

V4 v4_at(const V6& address, std::size_t at) {
  return v4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

// The address of IPv4 that one of IPv6 stands for: mapped, compatible, NAT64 (RFC 6052), 6to4.
std::optional<V4> carried(const V6& address) {
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::array<std::uint8_t, 12> nat64{0, 0x64, 0xff, 0x9b};
  constexpr std::array<std::uint8_t, 12> zero{};
  for (const auto& prefix : {mapped, nat64, zero})
    if (std::equal(prefix.begin(), prefix.end(), address.begin())) return v4_at(address, 12);
  if (address[0] == 0x20 && address[1] == 0x02) return v4_at(address, 2);
  return std::nullopt;
}

bool is_inner(const V6& address) {
  constexpr V6 aws{0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54};
  if (address == aws || address[0] == 0xff) return true;                      // multicast
  if (address[0] == 0xfe && (address[1] & 0x80) != 0) return true;            // link and site
  if (const auto v4_address = carried(address)) return is_inner(*v4_address); // "::" and "::1" too
  return false;
}

// What listens on this machine for itself alone may listen on all of its addresses.
template<class Same> bool is_ours(int family, Same same) {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return true; // rather too careful
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(all, &::freeifaddrs);
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next)
    if (one->ifa_addr != nullptr && one->ifa_addr->sa_family == family && same(*one->ifa_addr))
      return true;
  return false;
}

V4 v4_of(const sockaddr& address) {
  sockaddr_in in{};
  std::memcpy(&in, &address, sizeof in);
  return ntohl(in.sin_addr.s_addr);
}

V6 v6_of(const sockaddr& address) {
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  V6 bytes{};
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return bytes;
}

} // namespace

bool is_inner_address(const sockaddr& address, socklen_t length) {
  if (address.sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    const V4 here = v4_of(address);
    return is_inner(here) ||
           is_ours(AF_INET, [&](const sockaddr& own) { return v4_of(own) == here; });
  }
  if (address.sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    const V6 here = v6_of(address);
    return is_inner(here) ||
           is_ours(AF_INET6, [&](const sockaddr& own) { return v6_of(own) == here; });
  }
  return true;
}

std::string in_words(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    const in_addr bytes{htonl(v4_of(address))};
    ::inet_ntop(AF_INET, &bytes, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    const V6 bytes = v6_of(address);
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  }
  return text[0] == 0 ? "no address of a network" : text.data();
}

} // namespace platen::scan::courier
