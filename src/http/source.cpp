#include "http/source.h"

#include <cstring>

#include <arpa/inet.h>

namespace platen::http {

namespace {

struct Halves {
  std::uint64_t high = 0, low = 0;
};

Halves halves(const in6_addr& address) {
  Halves made;
  std::memcpy(&made.high, address.s6_addr, sizeof made.high);
  std::memcpy(&made.low, address.s6_addr + sizeof made.high, sizeof made.low);
  return made;
}

} // namespace

Source source_of(const in_addr& peer) {
  const std::uint32_t address = ntohl(peer.s_addr);
  return {Source::Kind::ipv4, address >> 24 == 127, 0, address};
}

Source source_of(const in6_addr& peer, const in6_addr& own) {
  const auto [high, low] = halves(peer);
  const bool loopback = IN6_IS_ADDR_LOOPBACK(&peer);
  if (loopback || IN6_IS_ADDR_LINKLOCAL(&peer) || high == halves(own).high)
    return {Source::Kind::ipv6_neighbour, loopback, high, low};
  return {Source::Kind::ipv6_network, false, high, 0};
}

Source source_of_user(std::uint32_t uid) {
  return {Source::Kind::local_user, true, 0, uid};
}

} // namespace platen::http
