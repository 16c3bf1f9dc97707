#pragma once

#include "schedule/shared.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace platen::schedule {

// One thread for what has a time of its own: held jobs whose time comes, the retention of old ones,
// and the sessions of printers that come and go.
class Housekeeper {
public:
  // `follow_printers` is called on its thread, at the start and after printers_changed(); again
  // after a while when it gives false.
  Housekeeper(const Shared& shared, std::function<bool()> follow_printers);
  ~Housekeeper() { stop(); }
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

  Result<void> started() const; // Errc::busy: there is no thread for it
  void start();                 // before that its thread waits
  void stop();                  // for good; waits for what it is doing

  // From any thread, at any time.
  void printers_changed();
  void release_changed(); // a job is held until a time
  void retention_changed();

private:
  using Clock = std::chrono::steady_clock;
  void run();
  Clock::duration release();
  bool prune();

  const Shared& shared_;
  const std::function<bool()> follow_printers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Of the thread alone:
  Clock::time_point pruned_;    // when that began last
  bool release_failed_ = false; // and is told
  bool begun_ = false, stop_ = false, printers_ = true, release_ = true, retention_ = false;
  // The store may still be at it when this has ended.
  struct Pruning {
    std::atomic<bool> runs = false;
    std::atomic<bool> failed = false; // the last one; told once
  };
  const std::shared_ptr<Pruning> pruning_ = std::make_shared<Pruning>();
  Result<std::thread> thread_; // the last member: it uses all others
};

} // namespace platen::schedule
