#include "virtual/udp_service.h"

#include "base/thread.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::twin {

UdpService::UdpService(UniqueFd socket, Answer answer)
    : socket_(std::move(socket)), stop_event_(::eventfd(0, EFD_CLOEXEC)),
      answer_(std::move(answer)), thread_(start_thread([this] { run(); })) {}

Result<void> UdpService::started() const {
  return outcome_of(thread_);
}

UdpService::~UdpService() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(stop_event_.get(), &one, sizeof one);
  if (thread_) thread_->join();
}

void UdpService::run() {
  Buffer datagram(65'536);
  std::array<pollfd, 2> fds{{{socket_.get(), POLLIN, 0}, {stop_event_.get(), POLLIN, 0}}};
  for (;;) {
    if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) return;
    if (fds[1].revents != 0) return;
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    auto* const sender = reinterpret_cast<sockaddr*>(&from);
    const ssize_t got =
        ::recvfrom(socket_.get(), datagram.data(), datagram.size(), MSG_DONTWAIT, sender, &length);
    if (got < 0) continue;
    const auto reply = answer_(Bytes(datagram).first(static_cast<std::size_t>(got)));
    // A datagram that cannot be sent is lost, as datagrams are.
    if (reply) ::sendto(socket_.get(), reply->data(), reply->size(), MSG_DONTWAIT, sender, length);
  }
}

} // namespace platen::twin
