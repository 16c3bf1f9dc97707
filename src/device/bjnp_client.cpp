#include "device/bjnp_client.h"

#include "base/bytes.h"
#include "base/device_limits.h"
#include "base/file.h"
#include "client/look_up.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view magic = "BJNP";
constexpr std::size_t header_bytes = 16;
constexpr std::uint8_t to_printer = 0x01, reply = 0x80, discover = 0x01, identity = 0x30;
constexpr std::uint8_t sequence = 1;
constexpr milliseconds look_interval{100}; // at `cancel`

struct FreeAddress {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

// A socket that hears of nobody else.
Result<UniqueFd> open_socket(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return fail(Errc::unreachable, address + " is no address");
  const std::unique_ptr<addrinfo, FreeAddress> list(found);
  UniqueFd fd(::socket(list->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd || ::connect(fd.get(), list->ai_addr, list->ai_addrlen) != 0)
    return fail(Errc::unreachable, address + ": " + errno_text(errno));
  return fd;
}

// Magic, command to a printer, code, and zeros but for the sequence.
std::array<std::byte, header_bytes> question(std::uint8_t code) {
  std::array<std::byte, header_bytes> packet{};
  std::ranges::copy(as_bytes(magic), packet.begin());
  packet[4] = std::byte{to_printer};
  packet[5] = std::byte{code};
  packet[9] = std::byte{sequence};
  return packet;
}

// The payload.
Result<std::string> read_answer(Bytes packet, std::uint8_t wanted) {
  ByteReader in(packet);
  const auto none = [] { return fail(Errc::malformed, "what answers by BJNP is no BJNP"); };
  if (packet.size() < header_bytes || as_text(packet.first(magic.size())) != magic) return none();
  TRY_VOID(in.take(magic.size()));
  TRY(const std::uint8_t kind, in.u8());
  TRY(const std::uint8_t code, in.u8());
  TRY_VOID(in.u16be());
  TRY(const std::uint16_t its_sequence, in.u16be());
  TRY_VOID(in.u16be());
  TRY(const std::uint32_t length, in.u32be());
  if (kind != (to_printer | reply) || code != wanted || its_sequence != sequence ||
      length != packet.size() - header_bytes)
    return none();
  return std::string(as_text(packet.subspan(header_bytes)));
}

Result<std::string> ask(std::uint8_t code, const std::string& host, std::uint16_t port,
                        Clock::time_point until, const Cancel& cancel) {
  const auto left = [&] {
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(until - Clock::now()));
  };
  TRY(const auto addresses, client::look_up(host, left(), &cancel));
  TRY(const UniqueFd fd, open_socket(addresses.front(), port));
  const auto packet = question(code);
  std::array<std::byte, 4096> block{};
  auto send_again = Clock::now();
  while (Clock::now() < until) {
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    if (Clock::now() >= send_again) {
      if (::send(fd.get(), packet.data(), packet.size(), MSG_NOSIGNAL) < 0)
        return fail(Errc::unreachable, host + ": " + errno_text(errno));
      send_again = Clock::now() + limits::snmp_answer;
    }
    pollfd ready{fd.get(), POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(look_interval.count())) <= 0) continue;
    const ssize_t got = ::recv(fd.get(), block.data(), block.size(), 0);
    if (got < 0) return fail(Errc::unreachable, host + ": " + errno_text(errno));
    return read_answer(Bytes(block).first(static_cast<std::size_t>(got)), code);
  }
  return fail(Errc::timeout, host + ": nobody answers by BJNP");
}

} // namespace

Result<std::string> ask_bjnp_device_id(const std::string& host, std::uint16_t port,
                                       Clock::time_point until, const Cancel& cancel) {
  TRY(const std::string block, ask(identity, host, port, until, cancel));
  std::string id = ieee1284::from_block(block);
  if (id.empty()) return fail(Errc::unsupported, "the device tells no id by BJNP");
  return id;
}

// docs/protocols/bjnp.md §2: 00 01 08 00, how long both addresses are, then they.
Result<std::string> ask_bjnp_mac(const std::string& host, std::uint16_t port,
                                 Clock::time_point until, const Cancel& cancel) {
  constexpr std::size_t before = 6, octets = 6;
  TRY(const std::string answer, ask(discover, host, port, until, cancel));
  if (answer.size() < before + octets || answer[4] != static_cast<char>(octets))
    return fail(Errc::unsupported, "the device tells no hardware address by BJNP");
  return answer.substr(before, octets);
}

Buffer bjnp_search() {
  const auto packet = question(discover);
  return {packet.begin(), packet.end()};
}

bool is_bjnp_printer(Bytes datagram) {
  return read_answer(datagram, discover).has_value();
}

} // namespace platen::device
