#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace platen::scan {

// What goes on for sessions, one thing at a time for each, in threads of their own. From any
// thread.
class Runs {
public:
  explicit Runs(std::size_t most) : most_(most) {}
  ~Runs() { stop(); }
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;

  // Errc::conflict: something goes on for it; Errc::busy: for too many others, or there is no
  // thread.
  Result<void> start(std::int64_t key, std::function<void(const Cancel& cancel)> work);
  bool running(std::int64_t key) const;
  // Asks it to stop, and waits until it has. Not from its own thread.
  void cancel(std::int64_t key);
  void stop(); // all; nothing starts any more
  bool stopping() const { return stopping_; }

private:
  struct Run {
    Cancel cancel;
    std::atomic<bool> over = false;
    std::thread thread;
  };
  void reap(); // with mutex_

  const std::size_t most_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<Run>> runs_;
};

} // namespace platen::scan
