#include "transport/connect.h"

#include "client/look_up.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::transport {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

// No name server is asked.
Addresses numeric(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &list) != 0) return nullptr;
  return Addresses(list);
}

Failure refused(const SocketAddress& address, int error_number) {
  std::string text = "cannot connect to " + to_string(address) + ": " + errno_text(error_number);
  text += error_number == ECONNREFUSED
              ? "; check that the printer is ready and takes raw jobs on this port"
              : "; check that the printer is switched on and in this network";
  return fail(Errc::unreachable, text);
}

// 0, or the errno of the attempt; ETIMEDOUT when `until` passed first, ECANCELED when cancelled.
int finish_connecting(int fd, Clock::time_point until, const Cancel& cancel) {
  for (;;) {
    if (cancel.requested()) return ECANCELED;
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) return ETIMEDOUT;
    pollfd entry{fd, POLLOUT, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::min(left, cancel_interval).count()));
    if (ready < 0 && errno != EINTR) return errno;
    if (ready <= 0) continue;
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
    return error;
  }
}

// A socket that connects to the address; else `error` is the errno of the attempt.
UniqueFd try_address(const addrinfo& one, Clock::time_point until, const Cancel& cancel,
                     int& error) {
  UniqueFd fd(
      ::socket(one.ai_family, one.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, one.ai_protocol));
  if (!fd) {
    error = errno;
    return fd;
  }
  error = ::connect(fd.get(), one.ai_addr, one.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) error = finish_connecting(fd.get(), until, cancel);
  // Documents are small and answered at once: they shall not wait for more to fill a packet.
  const int on = 1;
  if (error == 0 && ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    error = errno;
  // Enough for a gigabit network, and little enough that what is "sent" is nearly there.
  const int buffer = 256 * 1024;
  static_cast<void>(::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer));
  return fd;
}

} // namespace

Result<UniqueFd> connect_to_one_of(const std::vector<std::string>& hosts, const SocketAddress& to,
                                   milliseconds patience, const Cancel& cancel) {
  const Clock::time_point until = Clock::now() + patience;
  int error = EHOSTUNREACH;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const Addresses address = numeric(hosts[i], to.port);
    if (!address) continue;
    const auto now = Clock::now();
    const auto share = (until - now) / static_cast<Clock::rep>(hosts.size() - i);
    UniqueFd fd = try_address(*address, now + share, cancel, error);
    if (error == 0) return fd;
    if (error == ECANCELED)
      return fail(Errc::cancelled, "cancelled while connecting to " + to_string(to));
  }
  if (error == ETIMEDOUT)
    return fail(Errc::timeout,
                to_string(to) + " did not answer within " + std::to_string(patience.count()) +
                    " ms; check that the printer is switched on and in this network");
  return refused(to, error);
}

Result<UniqueFd> connect_to(const SocketAddress& address, milliseconds patience,
                            const Cancel& cancel) {
  const Clock::time_point until = Clock::now() + patience;
  TRY(const auto hosts, client::look_up(address.host, patience, &cancel));
  const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
  return connect_to_one_of(hosts, address, std::max(left, milliseconds{1}), cancel);
}

} // namespace platen::transport
