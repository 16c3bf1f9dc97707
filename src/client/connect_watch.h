#pragma once

#include "base/cancel.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace platen::client {

// libcups looks at a plain int while it connects; this keeps one in step with a Cancel.
class ConnectWatch {
public:
  explicit ConnectWatch(const Cancel* cancel) {
    if (cancel != nullptr)
      thread_ =
          std::jthread([this, cancel](const std::stop_token& stop) { follow(*cancel, stop); });
  }
  int* flag() { return &flag_; }

private:
  void follow(const Cancel& cancel, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      if (cancel.requested()) std::atomic_ref<int>(flag_).store(1);
      wake_.wait_for(lock, stop, std::chrono::milliseconds{50}, [] { return false; });
    }
  }

  int flag_ = 0;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_; // the last member: it ends first
};

} // namespace platen::client
