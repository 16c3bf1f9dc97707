#include "schedule/housekeeper.h"

#include "base/thread.h"

#include <algorithm>
#include <utility>

namespace platen::schedule {

namespace {

// The wall clock may be set at any time: while a job waits for it, it is looked at so often.
constexpr std::chrono::seconds clock_look{1};
constexpr std::chrono::seconds longest_wait{30};
constexpr std::chrono::hours prune_interval{1};
constexpr std::chrono::minutes prune_again{1};  // what failed, as on a full disk
constexpr std::chrono::seconds follow_again{2}; // printers for which there was no thread

} // namespace

Housekeeper::Housekeeper(const Shared& shared, std::function<bool()> follow_printers)
    : shared_(shared), follow_printers_(std::move(follow_printers)),
      thread_(start_thread([this] { run(); })) {}

Result<void> Housekeeper::started() const {
  return outcome_of(thread_);
}

void Housekeeper::start() {
  {
    const std::lock_guard lock(mutex_);
    begun_ = true;
  }
  changed_.notify_one();
}

void Housekeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_one();
  if (thread_ && thread_->joinable()) thread_->join();
}

void Housekeeper::printers_changed() {
  {
    const std::lock_guard lock(mutex_);
    printers_ = true;
  }
  changed_.notify_one();
}

void Housekeeper::release_changed() {
  {
    const std::lock_guard lock(mutex_);
    release_ = true;
  }
  changed_.notify_one();
}

void Housekeeper::retention_changed() {
  {
    const std::lock_guard lock(mutex_);
    retention_ = true;
  }
  changed_.notify_one();
}

void Housekeeper::run() {
  auto next_prune = Clock::now();
  auto next_release = Clock::now();
  auto next_follow = Clock::time_point::max();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return begun_ || stop_; });
  while (!stop_) {
    const bool printers = std::exchange(printers_, false);
    const bool timers = std::exchange(release_, false);
    const bool policy = std::exchange(retention_, false);
    lock.unlock();
    if (printers || Clock::now() >= next_follow)
      next_follow = follow_printers_() ? Clock::time_point::max() : Clock::now() + follow_again;
    if (timers || Clock::now() >= next_release) next_release = Clock::now() + release();
    if (pruning_->failed) next_prune = std::min(next_prune, pruned_ + prune_again);
    if (policy || Clock::now() >= next_prune) {
      pruned_ = Clock::now();
      next_prune = Clock::now() + (prune() ? prune_interval : std::chrono::seconds(1));
    }
    lock.lock();
    changed_.wait_until(lock, std::min({next_prune, next_release, next_follow}),
                        [this] { return stop_ || printers_ || release_ || retention_; });
  }
}

// Releases what is due; how long until the next look.
Housekeeper::Clock::duration Housekeeper::release() {
  const auto due = shared_.store.next_release();
  if (!due) {
    shared_.log("error", "cannot read the held jobs: " + due.error().message());
    return longest_wait;
  }
  if (!*due) return longest_wait;
  const job::Time now = shared_.now();
  if (**due > now) return clock_look;
  const auto released = job::wait<std::vector<job::JobId>>(
      [&](auto done) { shared_.store.release_due(now, std::move(done)); });
  const bool told = std::exchange(release_failed_, !released);
  if (!released && !told)
    shared_.log("error", "cannot release held jobs, and tries again every second: " +
                             released.error().message());
  return released && !released->empty() ? Clock::duration{} : std::chrono::seconds{1};
}

// Not waited for: a million old jobs take a minute, and nobody who stops shall wait for that.
// False: the store is still at the last one.
bool Housekeeper::prune() {
  if (pruning_->runs.exchange(true)) return false;
  const auto tell = [log = shared_.options.log,
                     pruning = pruning_](const Result<job::PruneReport>& done) {
    const bool told = pruning->failed.exchange(!done);
    pruning->runs = false;
    if (!log) return;
    if (!done && !told)
      log("error",
          "cannot remove old jobs, and tries again every minute: " + done.error().message());
    if (!done) return;
    if (told) log("info", "old jobs can be removed again");
    if (done->jobs > 0 || done->documents > 0)
      log("info", "removed " + std::to_string(done->jobs) + " old jobs and " +
                      std::to_string(done->documents) + " documents, " +
                      std::to_string(done->bytes) + " bytes");
  };
  shared_.store.prune(*shared_.options.retention.get(), shared_.now(), tell);
  return true;
}

} // namespace platen::schedule
