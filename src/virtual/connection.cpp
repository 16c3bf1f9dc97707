#include "virtual/connection.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace platen::twin {

Result<Connection::Ready> Connection::wait_for(short events) {
  std::array<pollfd, 2> fds{{{socket_.get(), events, 0}, {stop_event_, POLLIN, 0}}};
  for (;;) {
    const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(idle_.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return fail(Errc::io, "cannot wait for a client: " + errno_text(errno));
    if (fds[1].revents != 0) return Ready::stopped;
    return ready == 0 ? Ready::timeout : Ready::yes;
  }
}

Result<std::size_t> Connection::read(std::span<std::byte> into) {
  for (;;) {
    TRY(const Ready ready, wait_for(POLLIN));
    if (ready == Ready::stopped) return fail(Errc::cancelled, "the device was switched off");
    if (ready == Ready::timeout)
      return fail(Errc::timeout,
                  "the client sent nothing for " + std::to_string(idle_.count()) + " ms");
    const ssize_t got = ::recv(socket_.get(), into.data(), into.size(), MSG_DONTWAIT);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) continue;
    return fail(Errc::io, "the connection broke: " + errno_text(errno));
  }
}

Result<void> Connection::write(Bytes bytes) {
  while (!bytes.empty() && !deaf_) {
    auto ready = wait_for(POLLOUT);
    if (!ready || *ready != Ready::yes) {
      deaf_ = true;
      break;
    }
    const ssize_t put =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put >= 0)
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)
      deaf_ = true;
  }
  return {};
}

} // namespace platen::twin
