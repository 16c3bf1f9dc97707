#include "virtual/scanner/link.h"

namespace platen::twin::scanner {

namespace {

using std::chrono::milliseconds;

constexpr std::uint8_t to_scanner = 0x02, read_data = 0x20, send_data = 0x21;
constexpr milliseconds stall_look{10};          // how often it is asked whether a stall is over
constexpr std::uint64_t steps_per_second = 100; // of a slow scanner

// Exactly so many octets; false at the end of the connection.
Result<bool> read_whole(ByteSource& in, std::span<std::byte> into) {
  while (!into.empty()) {
    TRY(const std::size_t got, in.read(into));
    if (got == 0) return false;
    into = into.subspan(got);
  }
  return true;
}

Buffer garbled(Buffer answer) {
  for (std::size_t i = 0; i < answer.size(); i += 3)
    answer[i] ^= std::byte{0x15};
  return answer;
}

} // namespace

bool Pause::wait(milliseconds most) {
  std::unique_lock hold(mutex_);
  return !news_.wait_for(hold, most, [this] { return ended_; });
}

void Pause::end() {
  const std::lock_guard hold(mutex_);
  ended_ = true;
  news_.notify_all();
}

void Link::serve(ByteSource& in, ByteSink& out) {
  waiting_.clear();
  machine_.connected();
  log_.line("connected");
  for (;;) {
    const auto more = take_packet(in, out);
    if (!more) log_.line("disconnected: " + more.error().message());
    if (!more || !*more) break;
  }
  machine_.gone();
}

Result<bool> Link::take_packet(ByteSource& in, ByteSink& out) {
  Buffer bytes(bjnp::header_bytes);
  TRY(const bool begun, read_whole(in, bytes));
  if (!begun) return false;
  TRY(const std::size_t length, bjnp::payload_length(bytes));
  bytes.resize(bjnp::header_bytes + length);
  TRY(const bool whole, read_whole(in, std::span(bytes).subspan(bjnp::header_bytes)));
  if (!whole) return false;
  TRY(const bjnp::Packet packet, bjnp::read_packet(bytes));
  if (packet.type != to_scanner) return fail(Errc::malformed, "a packet for another device");
  if (!sessions_.knows(packet.session))
    return fail(Errc::malformed, "a session that was not given");
  if (packet.code == send_data) {
    TRY_VOID(command(packet, out));
  } else if (packet.code == read_data && packet.payload.empty()) {
    TRY_VOID(read(packet, out));
  } else {
    return fail(Errc::malformed, "neither a command nor a read");
  }
  return true;
}

Result<void> Link::command(const bjnp::Packet& packet, ByteSink& out) {
  if (!waiting_.empty()) log_.line("an answer was not read");
  waiting_ = machine_.answer(packet.payload);
  if (troubles_.has(ScannerFaultKind::reorder_answers)) {
    bjnp::Packet early = packet;
    early.code = read_data;
    TRY_VOID(read(early, out));
  }
  ByteWriter taken;
  taken.u32be(static_cast<std::uint32_t>(packet.payload.size()));
  return send(bjnp::reply_to(packet, packet.session, taken.buffer), out);
}

Result<void> Link::read(const bjnp::Packet& packet, ByteSink& out) {
  Buffer answer = std::exchange(waiting_, {});
  if (troubles_.has(ScannerFaultKind::garbage_answers)) answer = garbled(std::move(answer));
  const Buffer reply = bjnp::reply_to(packet, packet.session, answer);
  if (troubles_.has(ScannerFaultKind::repeat_answers)) TRY_VOID(send(reply, out));
  return send(reply, out);
}

Result<void> Link::send(Bytes reply, ByteSink& out) {
  const auto off = [] { return fail(Errc::cancelled, "the device was switched off"); };
  while (troubles_.has(ScannerFaultKind::stall))
    if (!pause_.wait(stall_look)) return off();
  while (!reply.empty()) {
    const std::uint64_t speed = troubles_.bytes_per_second();
    std::size_t count = troubles_.bytes_left(reply.size());
    if (speed > 0) count = std::min(count, static_cast<std::size_t>(speed / steps_per_second + 1));
    TRY_VOID(out.write(reply.first(count)));
    reply = reply.subspan(count);
    troubles_.sent_bytes(count);
    if (troubles_.take(ScannerFaultKind::drop))
      return fail(Errc::io, "the connection was dropped, as the fault script says");
    if (speed > 0 && !pause_.wait(milliseconds(1000 / steps_per_second))) return off();
  }
  return {};
}

} // namespace platen::twin::scanner
