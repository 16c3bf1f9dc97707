#include "virtual/scanner/control.h"

namespace platen::twin::scanner {

namespace {

using bjnp::Packet;
using bjnp::reply_to;

constexpr std::uint8_t to_scanner = 0x02;
constexpr std::uint8_t discover = 0x01, job_details = 0x10, close_session = 0x11;
constexpr std::uint8_t identity_code = 0x30, poll_code = 0x32;
constexpr std::size_t details_bytes = 8 + 64 + 64 + 256;
constexpr std::size_t most_remembered = 64; // of clients that never say that they are done

Buffer discovery(std::uint16_t port) {
  ByteWriter out;
  out.u32be(0x00010800);
  out.u8(6);             // octets of the hardware address
  out.u8(4);             // and of the IPv4 address
  out.u32be(0x02000000); // a locally administered address, which no other twin of this machine has
  out.u16be(port);
  out.u32be(0x7F000001);
  return std::move(out.buffer);
}

Buffer identity_block(const std::string& model) {
  const std::string id = "MFG:Canon;MDL:iR1020;CLS:SCANNER;DES:Canon " + model + ";";
  ByteWriter out;
  out.u16be(static_cast<std::uint16_t>(id.size() + 2));
  out.text(id);
  return std::move(out.buffer);
}

enum class Outcome : std::uint8_t { nothing, status, restart };

Buffer poll_reply(Outcome result, std::uint32_t dialog, std::uint32_t repeated, std::uint32_t key,
                  Bytes packet) {
  constexpr std::size_t status_bytes = 20;
  ByteWriter out;
  out.u16be(0);
  out.u8(result == Outcome::status ? 0x80 : 0);
  out.u8(result == Outcome::restart ? 0x01 : 0);
  out.u32be(dialog);
  out.u32be(repeated);
  out.u32be(key);
  out.bytes(packet);
  out.bytes(Buffer(status_bytes - packet.size()));
  return std::move(out.buffer);
}

template<class Set> void bound(Set& set) {
  if (set.size() > most_remembered) set.erase(set.begin());
}

std::uint32_t u32_at(Bytes payload, std::size_t at) {
  ByteReader in(payload.subspan(at));
  return in.u32be().value_or(0);
}

} // namespace

std::uint16_t Sessions::open() {
  const std::lock_guard hold(mutex_);
  do {
    ++last_;
  } while (last_ == 0 || open_.contains(last_));
  open_.insert(last_);
  bound(open_);
  return last_;
}

void Sessions::close(std::uint16_t session) {
  const std::lock_guard hold(mutex_);
  open_.erase(session);
}

bool Sessions::knows(std::uint16_t session) const {
  const std::lock_guard hold(mutex_);
  return open_.contains(session);
}

std::optional<Buffer> Control::refuse(const Packet& packet, std::string_view why) {
  log_.line("refused BJNP " + std::to_string(packet.code) + ": " + std::string(why));
  return std::nullopt;
}

std::optional<Buffer> Control::answer(Bytes datagram) {
  const auto packet = bjnp::read_packet(datagram);
  if (!packet || packet->type != to_scanner) return std::nullopt;
  switch (packet->code) {
  case discover:
    return reply_to(*packet, 0, discovery(identity_.port));
  case identity_code:
    return reply_to(*packet, 0, identity_block(identity_.model));
  case job_details: {
    if (packet->payload.size() != details_bytes)
      return refuse(*packet, "job details of another length than 392");
    return reply_to(*packet, sessions_.open(), {});
  }
  case close_session:
    sessions_.close(packet->session);
    return reply_to(*packet, packet->session, {});
  case poll_code:
    return poll(*packet);
  default:
    return refuse(*packet, "there is no such code");
  }
}

std::optional<Buffer> Control::poll(const Packet& packet) {
  enum : std::uint16_t { begin = 0, introduce = 1, ask = 2, acknowledge = 5 };
  ByteReader in(packet.payload);
  const auto type = in.u16be();
  const std::size_t length = packet.payload.size();
  if (type && *type <= introduce && length == 80) {
    if (*type == introduce || last_dialog_ == 0) dialogs_.insert(++last_dialog_);
    bound(dialogs_);
    return reply_to(packet, 0, poll_reply(Outcome::nothing, last_dialog_, 0, 0, {}));
  }
  const bool asks = type && *type == ask && length == 116;
  if (!asks && !(type && *type == acknowledge && length == 100))
    return refuse(packet, "a poll of an unknown type or length");
  const std::uint32_t dialog = u32_at(packet.payload, 4);
  const std::uint32_t repeated = u32_at(packet.payload, 72);
  if (!dialogs_.contains(dialog)) {
    log_.line("refused BJNP 50: a dialog that was not given");
    return reply_to(packet, 0, poll_reply(Outcome::restart, 0, repeated, 0, {}));
  }
  if (!asks) {
    if (u32_at(packet.payload, 76) == key_)
      unacknowledged_.clear();
    else
      log_.line("refused BJNP 50: a key that was not given");
    return reply_to(packet, 0, poll_reply(Outcome::nothing, dialog, repeated, key_, {}));
  }
  if (unacknowledged_.empty()) {
    unacknowledged_ = buttons_.take();
    if (!unacknowledged_.empty()) ++key_;
  }
  const auto result = unacknowledged_.empty() ? Outcome::nothing : Outcome::status;
  return reply_to(packet, 0, poll_reply(result, dialog, repeated, key_, unacknowledged_));
}

} // namespace platen::twin::scanner
