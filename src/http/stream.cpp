#include "http/stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include <boost/asio/redirect_error.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace platen::http {

namespace {

constexpr std::size_t record_bytes = 16 << 10; // the most that one TLS record holds
constexpr std::size_t most_parts = 4;

Moved judge(ssize_t moved, Step when_full) {
  if (moved >= 0) return {Step::done, static_cast<std::size_t>(moved)};
  if (errno == EAGAIN || errno == EINTR) return {when_full, 0};
  return {errno == ECONNRESET || errno == EPIPE ? Step::closed : Step::broken, 0};
}

// Takes what has been written off the parts.
void advance(std::span<std::string_view> parts, std::size_t bytes) {
  for (std::string_view& part : parts) {
    const std::size_t here = std::min(bytes, part.size());
    part.remove_prefix(here);
    bytes -= here;
  }
}

std::size_t total(std::span<const std::string_view> parts) {
  std::size_t sum = 0;
  for (const std::string_view part : parts)
    sum += part.size();
  return sum;
}

End end_of(Step step) {
  return step == Step::closed ? End::closed : End::broken;
}

bool waits(Step step) {
  return step == Step::wants_read || step == Step::wants_write;
}

} // namespace

Stream::Stream(const Strand& strand, UniqueFd fd) : socket_(strand) {
  socket_.assign(fd.get());
  fd.release();
}

Moved Stream::try_read(std::span<char> into) {
  if (tls_) return tls_->read(into.data(), into.size());
  Moved moved = judge(::recv(fd(), into.data(), into.size(), 0), Step::wants_read);
  if (moved.step == Step::done && moved.bytes == 0) moved.step = Step::closed;
  return moved;
}

Moved Stream::peek(char& byte) {
  return judge(::recv(fd(), &byte, 1, MSG_PEEK), Step::wants_read);
}

Task<End> Stream::wait(Step wanted, Clock::time_point until) {
  if (aborted_) co_return End::aborted;
  expired_ = false;
  waiting_ = true;
  deadline_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
  boost::system::error_code error;
  const auto what = wanted == Step::wants_write ? asio::posix::descriptor_base::wait_write
                                                : asio::posix::descriptor_base::wait_read;
  co_await socket_.async_wait(what, asio::redirect_error(use_task, error));
  waiting_ = false;
  deadline_.store(Clock::duration::max().count(), std::memory_order_relaxed);
  if (!error) co_return End::none;
  if (aborted_) co_return End::aborted;
  co_return expired_ ? End::timeout : End::broken;
}

void Stream::abort() {
  aborted_ = true;
  boost::system::error_code ignored;
  if (waiting_) socket_.cancel(ignored);
}

void Stream::expire(Clock::time_point now) {
  if (!waiting_ || now < deadline()) return;
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Stream::reset_on_close() {
  const linger at_once{1, 0};
  ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

bool Stream::peer_has_hung_up() {
  pollfd entry{fd(), POLLRDHUP, 0};
  return ::poll(&entry, 1, 0) > 0;
}

Moved Stream::try_write(std::span<std::string_view> parts) {
  if (tls_) return try_write_tls(parts);
  std::array<iovec, most_parts> vectors{};
  std::size_t count = 0;
  for (const std::string_view part : parts.first(std::min(parts.size(), most_parts)))
    if (!part.empty()) vectors[count++] = {const_cast<char*>(part.data()), part.size()};
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = count;
  return judge(::sendmsg(fd(), &message, MSG_NOSIGNAL), Step::wants_write);
}

// Small parts share a record, so that a header does not cost one of its own.
Moved Stream::try_write_tls(std::span<std::string_view> parts) {
  const auto first =
      std::ranges::find_if(parts, [](std::string_view part) { return !part.empty(); });
  if (first == parts.end()) return {};
  if (first->size() >= record_bytes || first + 1 == parts.end()) return tls_->write(*first);
  std::string record;
  record.reserve(std::min(record_bytes, total(parts)));
  for (auto part = first; part != parts.end(); ++part)
    record += part->substr(0, record_bytes - record.size());
  return tls_->write(record);
}

Task<End> Stream::write(std::span<std::string_view> parts, Clock::duration stall) {
  std::size_t left = total(parts);
  while (left > 0) {
    const Moved moved = try_write(parts);
    if (moved.step == Step::done) {
      advance(parts, moved.bytes);
      left -= moved.bytes;
      continue;
    }
    if (!waits(moved.step)) co_return end_of(moved.step);
    const End end = co_await wait(moved.step, Clock::now() + stall);
    if (end != End::none) co_return end;
  }
  co_return End::none;
}

Task<End> Stream::start_tls(std::shared_ptr<TlsContext> context, Clock::time_point until) {
  tls_ = std::make_unique<TlsSession>(std::move(context), fd());
  for (;;) {
    const Step step = tls_->handshake();
    if (step == Step::done) co_return End::none;
    if (!waits(step)) co_return end_of(step);
    const End end = co_await wait(step, until);
    if (end != End::none) co_return end;
  }
}

// On the stack: in the coroutine it would be a part of what each closing connection costs.
Moved Stream::drop() {
  std::array<char, 16 << 10> dropped; // NOLINT: never read
  return judge(::recv(fd(), dropped.data(), dropped.size(), 0), Step::wants_read);
}

Task<void> Stream::close_softly(std::uint64_t most_bytes, Clock::time_point until) {
  if (tls_) tls_->say_goodbye();
  if (::shutdown(fd(), SHUT_WR) != 0) co_return;
  std::uint64_t bytes = 0;
  while (bytes < most_bytes) {
    const Moved moved = drop();
    if (moved.step == Step::done && moved.bytes == 0) co_return;
    bytes += moved.bytes;
    if (moved.step == Step::done) continue;
    if (!waits(moved.step)) co_return;
    const End end = co_await wait(Step::wants_read, until);
    if (end != End::none) co_return;
  }
}

} // namespace platen::http
