#include "scan/device/bjnp_stream.h"

#include "transport/connect.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

Failure broken(int error_number) {
  return fail(Errc::io, "the connection to the scanner broke (" + errno_text(error_number) +
                            "); see what the scanner shows, then scan again");
}

} // namespace

Result<void> BjnpStream::wait_for(short events, const Wait& wait) const {
  const auto until = Clock::now() + wait.patience;
  for (;;) {
    if (wait.cancel != nullptr && wait.cancel->requested())
      return fail(Errc::cancelled, "cancelled");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    pollfd entry{fd_.get(), events, 0};
    const int ready = ::poll(
        &entry, 1,
        static_cast<int>(std::clamp(left, milliseconds{0}, transport::cancel_interval).count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return broken(errno);
    if (left <= milliseconds{0})
      return fail(Errc::timeout, "the scanner has said nothing for " +
                                     std::to_string(wait.patience.count()) +
                                     " ms; see what it shows, then scan again");
  }
}

Result<void> BjnpStream::write(Bytes packet, const Wait& wait) {
  while (!packet.empty()) {
    const ssize_t put = ::send(fd_.get(), packet.data(), packet.size(), MSG_NOSIGNAL);
    if (put > 0)
      packet = packet.subspan(static_cast<std::size_t>(put));
    else if (put < 0 && errno == EAGAIN)
      TRY_VOID(wait_for(POLLOUT, wait));
    else if (put == 0 || errno != EINTR)
      return broken(put == 0 ? EPIPE : errno);
  }
  return {};
}

Result<void> BjnpStream::fill(std::size_t wanted, const Wait& wait) {
  while (held_.size() < wanted) {
    std::array<std::byte, 16'384> block;
    const ssize_t got =
        ::recv(fd_.get(), block.data(), std::min(block.size(), wanted - held_.size()), 0);
    if (got > 0)
      held_.insert(held_.end(), block.begin(), block.begin() + got);
    else if (got == 0)
      return fail(Errc::io, "the scanner closed the connection; see what it shows, then scan "
                            "again");
    else if (errno == EAGAIN)
      TRY_VOID(wait_for(POLLIN, wait));
    else if (errno != EINTR)
      return broken(errno);
  }
  return {};
}

Result<Buffer> BjnpStream::reply(bjnp::Code code, std::uint16_t sequence, const Wait& wait) {
  TRY_VOID(fill(bjnp::header_bytes, wait));
  TRY(const bjnp::ReplyHeader header,
      bjnp::read_reply_header(Bytes(held_).first(bjnp::header_bytes), code, sequence));
  TRY_VOID(fill(bjnp::header_bytes + header.length, wait));
  Buffer payload(held_.begin() + bjnp::header_bytes, held_.end());
  held_.clear();
  return payload;
}

} // namespace platen::scan
