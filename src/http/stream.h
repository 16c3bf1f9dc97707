#pragma once

#include "base/file.h"
#include "http/task.h"
#include "http/tls.h"

#include <atomic>
#include <memory>
#include <span>
#include <string_view>

#include <boost/asio/posix/stream_descriptor.hpp>

namespace platen::http {

// How a wait or a transfer ended.
enum class End {
  none,    // it has not: go on
  closed,  // the peer has ended its side, or reset
  timeout, // the deadline passed
  aborted, // abort() was called
  broken,  // an error below, or not TLS
};

// The bytes of one connection, plain or TLS, on a non-blocking socket. Every wait has a deadline;
// who watches over many streams calls expire() now and then, so that no stream needs a timer. All
// on the strand, but for deadline().
class Stream {
public:
  Stream(const Strand& strand, UniqueFd fd); // throws boost::system::system_error

  bool encrypted() const { return tls_ != nullptr; }
  int fd() { return socket_.native_handle(); }

  // What is there, without waiting.
  Moved try_read(std::span<char> into);
  // The next byte stays where it is; Step::done with `bytes` 0 or 1.
  Moved peek(char& byte);
  // Until the socket can be read from (or written to, if the step wants that).
  Task<End> wait(Step wanted, Clock::time_point until);
  // All parts in one go where the socket has the room; each progress gives `stall` anew.
  Task<End> write(std::span<std::string_view> parts, Clock::duration stall);
  Task<End> start_tls(std::shared_ptr<TlsContext> context, Clock::time_point until);
  // Ends our side, and throws away what still comes, within bounds: closing at once would reset the
  // connection and could take the last answer from the client.
  Task<void> close_softly(std::uint64_t most_bytes, Clock::time_point until);

  // The peer shall see a reset instead of an end when the stream is destroyed.
  void reset_on_close();

  void abort(); // every wait ends from now on
  void expire(Clock::time_point now);
  bool peer_has_hung_up();
  Clock::time_point deadline() const {
    return Clock::time_point(Clock::duration(deadline_.load(std::memory_order_relaxed)));
  }
  std::string_view why_broken() const { return tls_ ? tls_->why() : std::string_view{}; }

private:
  Moved drop();
  Moved try_write(std::span<std::string_view> parts);
  Moved try_write_tls(std::span<std::string_view> parts);

  asio::posix::basic_stream_descriptor<Strand> socket_;
  std::unique_ptr<TlsSession> tls_;
  std::atomic<Clock::rep> deadline_{Clock::duration::max().count()};
  bool waiting_ = false, expired_ = false, aborted_ = false;
};

} // namespace platen::http
