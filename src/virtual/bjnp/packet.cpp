#include "virtual/bjnp/packet.h"

namespace platen::twin::bjnp {

namespace {

constexpr std::string_view magic = "BJNP";
constexpr std::uint8_t reply_bit = 0x80;

} // namespace

Result<std::size_t> payload_length(Bytes header) {
  ByteReader in(header);
  TRY(const Bytes name, in.take(magic.size()));
  if (as_text(name) != magic) return fail(Errc::malformed, "no BJNP");
  TRY_VOID(in.skip(8));
  TRY(const std::uint32_t length, in.u32be());
  if (length > largest_payload) return fail(Errc::limit, "a BJNP packet is too long");
  return std::size_t{length};
}

Result<Packet> read_packet(Bytes bytes) {
  TRY(const std::size_t length, payload_length(bytes));
  if (bytes.size() != header_bytes + length)
    return fail(Errc::malformed, "a BJNP packet has another length than it says");
  ByteReader in(bytes);
  TRY_VOID(in.skip(magic.size()));
  Packet packet;
  TRY(packet.type, in.u8());
  TRY(packet.code, in.u8());
  TRY_VOID(in.skip(2));
  TRY(packet.sequence, in.u16be());
  TRY(packet.session, in.u16be());
  const Bytes payload = bytes.subspan(header_bytes);
  packet.payload.assign(payload.begin(), payload.end());
  return packet;
}

Buffer reply_to(const Packet& packet, std::uint16_t session, Bytes payload) {
  ByteWriter out;
  out.text(magic);
  out.u8(static_cast<std::uint8_t>(packet.type | reply_bit));
  out.u8(packet.code);
  out.u16be(0);
  out.u16be(packet.sequence);
  out.u16be(session);
  out.u32be(static_cast<std::uint32_t>(payload.size()));
  out.bytes(payload);
  return std::move(out.buffer);
}

} // namespace platen::twin::bjnp
