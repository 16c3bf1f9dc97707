#pragma once

#include "base/bytes.h"
#include "http/listener.h"

#include <chrono>

namespace platen::intake::inbox {

// One client's bytes, with deadlines: none for so long, or too slowly for as long (limits.h), and
// the connection is given up. One thread at a time.
class Connection final : public ByteSource, public ByteSink {
public:
  // `stop` becomes readable when the server stops.
  Connection(UniqueFd socket, http::Peer peer, int stop, std::chrono::seconds idle);

  using ByteSink::write;
  // Errc::timeout, Errc::cancelled (the server stops), Errc::io (the connection broke).
  Result<std::size_t> read(std::span<std::byte> into) override;
  Result<void> write(Bytes bytes) override;
  // The client is told that it was not done: its connection breaks rather than ends.
  void reset();
  void close() { socket_.reset(); } // as it should end
  const http::Peer& peer() const { return peer_; }

private:
  using Clock = std::chrono::steady_clock;
  Result<void> wait_for(short events);
  Result<void> check_pace(std::size_t got);

  UniqueFd socket_;
  const http::Peer peer_;
  const int stop_;
  const std::chrono::seconds idle_;
  Clock::time_point window_begin_ = Clock::now();
  std::size_t window_bytes_ = 0;
};

} // namespace platen::intake::inbox
