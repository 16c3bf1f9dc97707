#pragma once

#include "base/thread.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <sys/socket.h>

namespace platen::client {

// Shuts a connection down when its time is over: libcups goes on for as long as a peer sends a byte
// now and then.
class LifeWatch {
public:
  // `fd` outlives it. 0: it may live for ever.
  LifeWatch(int fd, std::chrono::milliseconds whole) {
    if (whole > std::chrono::milliseconds{0})
      thread_ = start_thread<std::jthread>([this, fd, whole](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, whole, [] { return false; });
        if (stop.stop_requested()) return;
        over_ = true;
        ::shutdown(fd, SHUT_RDWR);
      });
  }
  Result<void> started() const { return outcome_of(thread_); } // Errc::busy: nothing ends it
  bool over() const { return over_; }

private:
  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  Result<std::jthread> thread_; // the last member: it ends first
};

} // namespace platen::client
