#include "virtual/bjnp/printer.h"

#include "virtual/bjnp/packet.h"
#include "virtual/device_id.h"

#include <array>

namespace platen::twin::bjnp {

namespace {

// docs/protocols/bjnp.md §1 and §2.
constexpr std::uint8_t to_printer = 0x01;
constexpr std::uint8_t discover = 0x01, job_details = 0x10, close_job = 0x11, status = 0x20;
constexpr std::uint8_t send_data = 0x21, identity = 0x30;
constexpr std::uint16_t session_number = 1;

Buffer discovery(const Condition& now) {
  ByteWriter out;
  out.u32be(0x00010800);
  out.u8(6); // octets of the hardware address
  out.u8(4); // and of the IPv4 address
  // A locally administered address where it was given none, and the loopback one.
  constexpr std::array<std::uint8_t, 6> usual{0x02, 0, 0, 0, 0x10, 0};
  for (std::size_t i = 0; i < usual.size(); ++i)
    out.u8(now.mac.empty() ? usual[i] : static_cast<std::uint8_t>(now.mac[i]));
  for (const std::uint8_t octet : std::array<std::uint8_t, 4>{127, 0, 0, 1})
    out.u8(octet);
  return std::move(out.buffer);
}

// How a status is written is not known: a block that is empty but for its length.
Buffer status_block() {
  ByteWriter out;
  out.u16be(2);
  return std::move(out.buffer);
}

// Exactly so many octets; false at the end of the connection.
Result<bool> read_whole(ByteSource& in, std::span<std::byte> into) {
  while (!into.empty()) {
    TRY(const std::size_t got, in.read(into));
    if (got == 0) return false;
    into = into.subspan(got);
  }
  return true;
}

Result<bool> take_packet(ByteSource& in, ByteSink& out, ByteSink& job) {
  Buffer bytes(header_bytes);
  TRY(const bool begun, read_whole(in, bytes));
  if (!begun) return false;
  TRY(const std::size_t length, payload_length(bytes));
  bytes.resize(header_bytes + length);
  TRY(const bool whole, read_whole(in, std::span(bytes).subspan(header_bytes)));
  if (!whole) return false;
  TRY(const Packet packet, read_packet(bytes));
  if (packet.type != to_printer || packet.code != send_data)
    return fail(Errc::malformed, "BJNP: only data comes on this port");
  TRY_VOID(job.write(packet.payload));
  ByteWriter taken;
  taken.u32be(static_cast<std::uint32_t>(length));
  TRY_VOID(out.write(reply_to(packet, packet.session, taken.buffer)));
  return true;
}

} // namespace

std::optional<Buffer> answer(Bytes datagram, const Condition& now) {
  const auto packet = read_packet(datagram);
  if (!packet || packet->type != to_printer) return std::nullopt;
  switch (packet->code) {
  case discover:
    return reply_to(*packet, 0, discovery(now));
  case identity:
    return reply_to(*packet, 0, as_bytes(device_id_block(now)));
  case status:
    return reply_to(*packet, packet->session, status_block());
  case job_details:
    return reply_to(*packet, session_number, {});
  case close_job:
    return reply_to(*packet, packet->session, {});
  default:
    return std::nullopt;
  }
}

void take_job(ByteSource& in, ByteSink& out, ByteSink& job) {
  for (;;) {
    const auto more = take_packet(in, out, job);
    if (!more || !*more) return;
  }
}

} // namespace platen::twin::bjnp
