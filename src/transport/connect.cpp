#include "transport/connect.h"

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

Result<Addresses> look_up(const SocketAddress& address) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  int error = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &list);
  if (error == EAI_ADDRFAMILY ||
      error == EAI_NONAME) { // loopback alone does not count as configured
    hints.ai_flags = AI_NUMERICSERV;
    error = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &list);
  }
  if (error != 0)
    return fail(Errc::unreachable, "cannot find the host \"" + address.host +
                                       "\": " + ::gai_strerror(error) +
                                       "; check its name, or use its IP address");
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

} // namespace

Result<UniqueFd> connect_to(const SocketAddress& address, milliseconds patience,
                            const Cancel& cancel) {
  const Clock::time_point until = Clock::now() + patience;
  TRY(const Addresses addresses, look_up(address));
  int error = EHOSTUNREACH;
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next) {
    UniqueFd fd(::socket(one->ai_family, one->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                         one->ai_protocol));
    if (!fd) {
      error = errno;
      continue;
    }
    error = ::connect(fd.get(), one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) error = finish_connecting(fd.get(), until, cancel);
    if (error == 0) {
      // Documents are small and answered at once: they shall not wait for more to fill a packet.
      const int on = 1;
      if (::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        return refused(address, errno);
      // Enough for a gigabit network, and little enough that what is "sent" is nearly there.
      const int buffer = 256 * 1024;
      static_cast<void>(::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer));
      return fd;
    }
    if (error == ECANCELED)
      return fail(Errc::cancelled, "cancelled while connecting to " + to_string(address));
    if (error == ETIMEDOUT && Clock::now() >= until)
      return fail(Errc::timeout,
                  to_string(address) + " did not answer within " +
                      std::to_string(patience.count()) +
                      " ms; check that the printer is switched on and in this network");
  }
  return refused(address, error);
}

} // namespace platen::transport
