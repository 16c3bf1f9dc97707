#include "virtual/connection.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace platen::twin {

namespace {
Failure switched_off() {
  return fail(Errc::cancelled, "the device was switched off");
}
} // namespace

Result<Connection::Ready> Connection::wait_for(short events, std::chrono::milliseconds most) {
  std::array<pollfd, 2> fds{{{socket_.get(), events, 0}, {stop_event_, POLLIN, 0}}};
  for (;;) {
    const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(most.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return fail(Errc::io, "cannot wait for a client: " + errno_text(errno));
    if (fds[1].revents != 0) return Ready::stopped;
    return ready == 0 ? Ready::timeout : Ready::yes;
  }
}

Result<std::size_t> Connection::read(std::span<std::byte> into) {
  if (faults_ != nullptr) {
    TRY(const std::size_t most, faults_->may_read(into.size()));
    into = into.first(most);
  }
  for (;;) {
    TRY(const Ready ready, wait_for(POLLIN, idle_));
    if (ready == Ready::stopped) return switched_off();
    if (ready == Ready::timeout)
      return fail(Errc::timeout,
                  "the client sent nothing for " + std::to_string(idle_.count()) + " ms");
    const ssize_t got = ::recv(socket_.get(), into.data(), into.size(), MSG_DONTWAIT);
    if (got >= 0) {
      if (faults_ != nullptr) faults_->has_read(static_cast<std::size_t>(got));
      return static_cast<std::size_t>(got);
    }
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) continue;
    return fail(Errc::io, "the connection broke: " + errno_text(errno));
  }
}

Result<void> Connection::write(Bytes bytes) {
  std::string answer(as_text(bytes));
  say(faults_ != nullptr ? faults_->on_the_way_back(std::move(answer)) : answer);
  return {};
}

void Connection::say(std::string_view text) {
  Bytes bytes = as_bytes(text);
  while (!bytes.empty() && !deaf_) {
    auto ready = wait_for(POLLOUT, idle_);
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
}

Result<bool> Connection::wait_for_input(std::chrono::milliseconds most) {
  TRY(const Ready ready, wait_for(POLLIN, most));
  if (ready == Ready::stopped) return switched_off();
  return ready == Ready::yes;
}

Result<void> Connection::wait(std::chrono::milliseconds most) {
  TRY(const Ready ready, wait_for(0, most)); // no longer than until the client has broken off
  if (ready == Ready::stopped) return switched_off();
  if (ready == Ready::yes) return fail(Errc::io, "the client broke the connection");
  return {};
}

void Connection::reset() {
  const linger hard{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  socket_.reset();
  deaf_ = true;
}

} // namespace platen::twin
