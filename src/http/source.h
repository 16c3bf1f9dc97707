#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include <netinet/in.h>

namespace platen::http {

// Whom a connection is counted against.
struct Source {
  enum class Kind : std::uint8_t {
    ipv4,           // one address
    ipv6_network,   // a /64: whoever has one address of it has them all (RFC 6177)
    ipv6_neighbour, // one address; see source_of()
    local_user,     // of the Unix socket
  };
  Kind kind = Kind::local_user;
  bool this_machine = false; // 127.0.0.0/8, ::1, the Unix socket
  std::uint64_t high = 0, low = 0;
  auto operator<=>(const Source&) const = default;
};

Source source_of(const in_addr& peer);
// `own`: the address of ours that the peer has connected to. In a /64 of our own, and on the link
// (fe80::/10), the peers are the many machines of one house, so that each counts by itself.
Source source_of(const in6_addr& peer, const in6_addr& own);
Source source_of_user(std::uint32_t uid);

} // namespace platen::http
