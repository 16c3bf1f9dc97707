#include "transport/socket_transport.h"

#include "base/file.h"
#include "transport/address.h"
#include "transport/connect.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace platen::transport {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What a device may say before anybody reads it; the rest is read and dropped, so that it never
// waits for us.
constexpr std::size_t inbox_bytes = std::size_t{1} << 20;

class SocketTransport final : public Transport {
public:
  SocketTransport(UniqueFd fd, SocketAddress address, const Deadlines& deadlines,
                  const Cancel& cancel)
      : fd_(std::move(fd)), address_(std::move(address)), deadlines_(deadlines), cancel_(cancel) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    Clock::time_point progress = Clock::now();
    while (!bytes.empty()) {
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      const ssize_t put = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (put > 0) {
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        sent_ += static_cast<std::uint64_t>(put);
        progress = Clock::now();
        continue;
      }
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && errno != EAGAIN) return broken(errno);
      if (Clock::now() - progress >= deadlines_.stall) return stalled();
      const std::size_t heard = inbox_.size();
      TRY_VOID(wait_and_listen(POLLOUT, cancel_interval));
      if (inbox_.size() > heard && heard_) TRY_VOID(heard_());
    }
    return {};
  }

  void listen(std::function<Result<void>()> heard) override { heard_ = std::move(heard); }

  Result<std::size_t> read(std::span<std::byte> into, milliseconds patience) override {
    const Clock::time_point until = Clock::now() + patience;
    for (;;) {
      if (!inbox_.empty() || into.empty()) return take(into);
      if (hung_up_) return std::size_t{0};
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      TRY_VOID(wait_and_listen(0, std::clamp(left, milliseconds{0}, cancel_interval)));
      if (inbox_.empty() && !hung_up_ && Clock::now() >= until)
        return fail(Errc::timeout, to_string(address_) + " does not answer");
    }
  }

  void abandon() override {
    // A device that is out of paper would else print what lies in between when it gets some.
    if (bytes_delivered() == sent_) return;
    const linger broken{1, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &broken, sizeof broken);
  }

  // What the device's TCP has acknowledged: bytes that only lie in our own send buffer do not
  // count.
  std::uint64_t bytes_delivered() const override {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(fd_.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        info.tcpi_bytes_acked == 0)
      return 0;
    return std::min<std::uint64_t>(sent_, info.tcpi_bytes_acked - 1); // the SYN counts as one
  }

  Result<void> finish() override {
    if (::shutdown(fd_.get(), SHUT_WR) != 0) return broken(errno);
    Clock::time_point progress = Clock::now();
    std::uint64_t delivered = bytes_delivered();
    for (;;) {
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      if (const std::uint64_t now = bytes_delivered(); now != delivered) {
        delivered = now;
        progress = Clock::now();
      }
      const auto quiet = Clock::now() - progress;
      // A device that closes has read everything; one that stays open gets the benefit of the
      // doubt.
      if (delivered == sent_ && (hung_up_ || quiet >= deadlines_.answer)) return {};
      if (delivered < sent_ && quiet >= deadlines_.stall) return stalled();
      TRY_VOID(wait_and_listen(0, cancel_interval / 5));
    }
  }

private:
  // Waits for `events` or something to read, and reads it: a device that talks while we send never
  // has to wait for us, so neither side can block the other.
  Result<void> wait_and_listen(short events, milliseconds patience) {
    // Once both sides have said their end, poll() reports that all the time: then just wait.
    const bool both_ended = hung_up_ && events == 0;
    pollfd entry{both_ended ? -1 : fd_.get(), static_cast<short>(events | (hung_up_ ? 0 : POLLIN)),
                 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(patience.count()));
    if (ready < 0 && errno != EINTR) return broken(errno);
    if (hung_up_) return check_alive();
    return ready > 0 && (entry.revents & (POLLIN | POLLHUP | POLLERR)) != 0 ? hear()
                                                                            : Result<void>{};
  }

  // A reset that comes when there is nothing more to read.
  Result<void> check_alive() const {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(fd_.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    return error == 0 ? Result<void>{} : broken(error);
  }

  Result<void> hear() {
    std::array<std::byte, 16384> block{};
    const ssize_t got = ::recv(fd_.get(), block.data(), block.size(), 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR ? Result<void>{} : broken(errno);
    if (got == 0) hung_up_ = true;
    const std::size_t room = inbox_bytes - std::min(inbox_bytes, inbox_.size());
    const std::size_t kept = std::min(static_cast<std::size_t>(got), room);
    inbox_.insert(inbox_.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(kept));
    return {};
  }

  std::size_t take(std::span<std::byte> into) {
    const std::size_t count = std::min(into.size(), inbox_.size());
    std::copy_n(inbox_.begin(), count, into.begin());
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  Failure failure(Errc code, const std::string& what) const {
    return fail(code, to_string(address_) + ": " + what + "; " + std::to_string(bytes_delivered()) +
                          " bytes were delivered");
  }
  Failure stalled() const {
    return failure(Errc::timeout, "the printer has taken nothing for " +
                                      std::to_string(deadlines_.stall.count() / 1000) +
                                      " seconds: see whether it wants paper or shows an error");
  }
  Failure broken(int error_number) const {
    return failure(Errc::io, "the printer broke the connection (" + errno_text(error_number) +
                                 "): see what it shows, then print again");
  }

  UniqueFd fd_;
  SocketAddress address_;
  Deadlines deadlines_;
  const Cancel& cancel_;
  std::uint64_t sent_ = 0;
  std::function<Result<void>()> heard_; // told while a write waits; may be empty
  Buffer inbox_;                        // said by the device, not read yet
  bool hung_up_ = false;                // the device has closed its side
};

} // namespace

Result<std::unique_ptr<Transport>> open_socket(const std::string& uri, const Deadlines& deadlines,
                                               const Cancel& cancel) {
  TRY(SocketAddress address, parse_socket_uri(uri));
  return open_socket(std::move(address), deadlines, cancel);
}

Result<std::unique_ptr<Transport>> open_socket(SocketAddress address, const Deadlines& deadlines,
                                               const Cancel& cancel) {
  TRY(UniqueFd fd, connect_to(address, deadlines.connect, cancel));
  return std::make_unique<SocketTransport>(std::move(fd), std::move(address), deadlines, cancel);
}

} // namespace platen::transport
