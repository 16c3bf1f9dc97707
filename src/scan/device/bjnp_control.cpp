#include "scan/device/bjnp_control.h"

#include "transport/connect.h"
#include "transport/datagram.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

} // namespace

Result<BjnpControl> BjnpControl::open(const transport::SocketAddress& address,
                                      const LinkPatience& patience, const Cancel& cancel) {
  TRY(UniqueFd fd, transport::connect_datagrams(address, patience.connect, cancel));
  return BjnpControl(std::move(fd), address, patience, cancel);
}

Result<void> BjnpControl::send(Bytes packet) {
  if (::send(fd_.get(), packet.data(), packet.size(), MSG_NOSIGNAL) >= 0 || errno == EAGAIN)
    return {};
  return fail(Errc::unreachable, "the scanner at " + to_string(address_) + ": " +
                                     errno_text(errno) + "; check that it is switched on");
}

// Nothing: the packet answers something else, such as a question that was asked before.
Result<std::optional<BjnpControl::Reply>> BjnpControl::hear(bjnp::Code code,
                                                            std::uint16_t sequence) {
  Buffer datagram(bjnp::most_datagram);
  const ssize_t got = ::recv(fd_.get(), datagram.data(), datagram.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::optional<Reply>();
  if (got < 0)
    return fail(Errc::unreachable,
                "the scanner at " + to_string(address_) + ": " + errno_text(errno) +
                    "; check that it is switched on and scans by network (BJNP)");
  datagram.resize(static_cast<std::size_t>(got));
  const auto reply = bjnp::read_reply(datagram, code, sequence);
  if (!reply) return std::optional<Reply>();
  return Reply{reply->session, Buffer(reply->payload.begin(), reply->payload.end())};
}

Result<BjnpControl::Reply> BjnpControl::ask(bjnp::Code code, std::uint16_t session, Bytes payload,
                                            milliseconds patience, bool heed_cancel) {
  const std::uint16_t sequence = next_sequence();
  const Buffer packet = bjnp::to_scanner(code, sequence, session, payload);
  const auto until = Clock::now() + patience;
  auto send_again = Clock::now();
  for (auto now = send_again; now < until; now = Clock::now()) {
    if (heed_cancel && cancel_->requested()) return fail(Errc::cancelled, "cancelled");
    if (now >= send_again) {
      TRY_VOID(send(packet));
      send_again = now + patience_.datagram;
    }
    const auto left = std::chrono::ceil<milliseconds>(std::min(send_again, until) - now);
    pollfd ready{fd_.get(), POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(std::min(left, transport::cancel_interval).count())) <=
        0)
      continue;
    TRY(auto reply, hear(code, sequence));
    if (reply) return *std::move(reply);
  }
  return fail(Errc::timeout, "the scanner at " + to_string(address_) +
                                 " does not answer; check that it is switched on and scans by "
                                 "network (BJNP)");
}

} // namespace platen::scan
