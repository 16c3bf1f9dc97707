#pragma once

#include "base/thread.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace platen::server {

// Calls a function about once a second, on a thread of its own, for as long as it lives.
class Ticker {
public:
  explicit Ticker(std::function<void()> tick)
      : tick_(std::move(tick)),
        thread_(start_thread<std::jthread>([this](const std::stop_token& stop) { run(stop); })) {}
  Result<void> started() const { return outcome_of(thread_); }

private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
      if (stop.stop_requested()) return;
      tick_();
    }
  }

  std::function<void()> tick_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  Result<std::jthread> thread_; // last: it ends before what it uses
};

} // namespace platen::server
