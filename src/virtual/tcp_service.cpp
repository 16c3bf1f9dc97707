#include "virtual/tcp_service.h"

#include "base/thread.h"
#include "virtual/connection.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::twin {

TcpService::TcpService(UniqueFd listener, Serve serve)
    : listener_(std::move(listener)), stop_event_(::eventfd(0, EFD_CLOEXEC)),
      serve_(std::move(serve)), thread_(start_thread([this] { run(); })) {}

Result<void> TcpService::started() const {
  return outcome_of(thread_);
}

TcpService::~TcpService() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(stop_event_.get(), &one, sizeof one);
  if (thread_) thread_->join();
}

void TcpService::run() {
  constexpr std::chrono::milliseconds idle{30'000};
  std::array<pollfd, 2> fds{{{listener_.get(), POLLIN, 0}, {stop_event_.get(), POLLIN, 0}}};
  for (;;) {
    if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) return;
    if (fds[1].revents != 0) return;
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) continue;
    Connection connection(std::move(client), stop_event_.get(), idle);
    serve_(connection, connection);
  }
}

} // namespace platen::twin
