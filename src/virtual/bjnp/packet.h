#pragma once

#include "base/bytes.h"

#include <cstdint>

// BJNP, Canon's printing by network before HTTP (docs/protocols/bjnp.md).
namespace platen::twin::bjnp {

inline constexpr std::size_t header_bytes = 16;
inline constexpr std::size_t largest_payload = 65'536;

struct Packet {
  std::uint8_t type = 0; // 1: a command to a printer, 2: to a scanner
  std::uint8_t code = 0;
  std::uint16_t sequence = 0, session = 0;
  Buffer payload;
};

// The length of the payload that follows a header of 16 octets. Errc::malformed, Errc::limit.
Result<std::size_t> payload_length(Bytes header);
// A whole packet; octets behind it are an error as well.
Result<Packet> read_packet(Bytes bytes);
// The reply to a packet.
Buffer reply_to(const Packet& packet, std::uint16_t session, Bytes payload);

} // namespace platen::twin::bjnp
