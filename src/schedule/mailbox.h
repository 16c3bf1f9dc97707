#pragma once

#include "job/store.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace platen::schedule {

// What other threads tell a session. Nothing is queued: the session looks at the store for the
// rest.
struct Mail {
  bool stop = false;
  bool removed = false;   // the printer is gone
  bool interrupt = false; // give back what is being sent
  job::JobId lost = 0;    // no longer this session's affair: somebody canceled it
  bool look = false;      // jobs of this printer have changed
  std::shared_ptr<const job::Printer> printer; // as it is now; null: unchanged
  std::optional<std::string> identify;
};

class Mailbox {
public:
  using Clock = std::chrono::steady_clock;

  // What the session works on, so that most events need not wake it.
  struct Interest {
    job::JobId current = 0;   // 0: none
    bool wants_ahead = false; // a job may be prepared ahead
    bool waiting = false;     // for another try
    job::JobId ahead = 0;
    std::int32_t ahead_priority = 0;
  };

  // Waits for mail until `deadline`, takes all of it.
  Mail wait_until(std::optional<Clock::time_point> deadline) {
    std::unique_lock lock(mutex_);
    const auto called = [this] { return called_; };
    if (deadline)
      changed_.wait_until(lock, *deadline, called);
    else
      changed_.wait(lock, called);
    called_ = false;
    return std::exchange(mail_, {});
  }
  void wake() {
    change([](Mail&) {});
  }
  template<class Change> void change(Change change) {
    {
      const std::lock_guard lock(mutex_);
      change(mail_);
      called_ = true;
    }
    changed_.notify_one();
  }
  void set_interest(const Interest& interest) {
    const std::lock_guard lock(mutex_);
    interest_ = interest;
  }
  void job_event(const job::Event& event);

private:
  bool concerns(const job::Job& job); // notes it; false: no reason to wake the session

  std::mutex mutex_;
  std::condition_variable changed_;
  Mail mail_;
  Interest interest_;
  bool called_ = false;
};

} // namespace platen::schedule
