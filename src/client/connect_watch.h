#pragma once

#include "base/cancel.h"
#include "base/thread.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <cups/http.h>
#include <sys/socket.h>

namespace platen::client {

// libcups looks at a plain int while it connects, and at nothing in the handshake of TLS, which a
// silent peer keeps waiting for ten seconds at a time. This ends both when a Cancel is requested or
// the time is over: it sets the int, and cuts the connection.
class ConnectWatch {
public:
  using Clock = std::chrono::steady_clock;

  // For the call that connects `http` to a peer's `port`; `cancel` may be null. Both outlive it.
  ConnectWatch(http_t* http, int port, const Cancel* cancel, Clock::time_point until)
      : http_(http), port_(port), cancel_(cancel), until_(until),
        thread_(start_thread<std::jthread>([this](const std::stop_token& stop) { follow(stop); })) {
  }
  Result<void> started() const { return outcome_of(thread_); } // Errc::busy: nothing ends it
  int* flag() { return &flag_; }
  bool over() const {
    return (cancel_ != nullptr && cancel_->requested()) || Clock::now() >= until_;
  }

private:
  void follow(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      if (over()) {
        std::atomic_ref<int>(flag_).store(1);
        cut();
      }
      wake_.wait_for(lock, stop, std::chrono::milliseconds{50}, [] { return false; });
    }
  }

  // libcups may be giving the descriptor up at this moment, and somebody else have its number then:
  // only what leads to such a port is cut.
  void cut() const {
    const int fd = httpGetFd(http_);
    http_addr_t peer{};
    socklen_t size = sizeof peer;
    if (fd >= 0 && ::getpeername(fd, &peer.addr, &size) == 0 && httpAddrPort(&peer) == port_)
      ::shutdown(fd, SHUT_RDWR);
  }

  http_t* http_;
  const int port_;
  const Cancel* cancel_;
  const Clock::time_point until_;
  int flag_ = 0;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  Result<std::jthread> thread_; // the last member: it ends first
};

} // namespace platen::client
