#include "intake/inbox/connection.h"

#include "base/limits.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace platen::intake::inbox {

Connection::Connection(UniqueFd socket, http::Peer peer, int stop, std::chrono::seconds idle)
    : socket_(std::move(socket)), peer_(std::move(peer)), stop_(stop), idle_(idle) {}

Result<void> Connection::wait_for(short events) {
  std::array<pollfd, 2> fds{{{socket_.get(), events, 0}, {stop_, POLLIN, 0}}};
  const auto most = std::chrono::duration_cast<std::chrono::milliseconds>(idle_);
  for (;;) {
    const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(most.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return fail(Errc::io, "cannot wait for the client: " + errno_text(errno));
    if (fds[1].revents != 0) return fail(Errc::cancelled, "the server stops");
    if (ready > 0) return {};
    return fail(Errc::timeout, std::string("the client ") + (events == POLLIN ? "sent" : "took") +
                                   " nothing for " + std::to_string(idle_.count()) + " s");
  }
}

// A byte now and then would hold a place for ever.
Result<void> Connection::check_pace(std::size_t got) {
  window_bytes_ += got;
  const auto now = Clock::now();
  if (now - window_begin_ < idle_) return {};
  const auto least = limits::http_body_rate * static_cast<std::uint64_t>(idle_.count());
  if (window_bytes_ < least && now - window_begin_ < 2 * idle_)
    return fail(Errc::timeout, "the client sent " + std::to_string(window_bytes_) + " bytes in " +
                                   std::to_string(idle_.count()) + " s, which is too slow");
  window_begin_ = now;
  window_bytes_ = 0;
  return {};
}

Result<std::size_t> Connection::read(std::span<std::byte> into) {
  for (;;) {
    TRY_VOID(wait_for(POLLIN));
    const ssize_t got = ::recv(socket_.get(), into.data(), into.size(), MSG_DONTWAIT);
    if (got == 0) return std::size_t{0};
    if (got > 0) {
      TRY_VOID(check_pace(static_cast<std::size_t>(got)));
      return static_cast<std::size_t>(got);
    }
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) continue;
    return fail(Errc::io, "the connection broke: " + errno_text(errno));
  }
}

Result<void> Connection::write(Bytes bytes) {
  while (!bytes.empty()) {
    TRY_VOID(wait_for(POLLOUT));
    const ssize_t put =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put >= 0)
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)
      return fail(Errc::io, "the connection broke: " + errno_text(errno));
  }
  return {};
}

void Connection::reset() {
  const linger hard{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  socket_.reset();
}

} // namespace platen::intake::inbox
