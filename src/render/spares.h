#pragma once

#include "base/thread.h"
#include "render/ghostscript_process.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

namespace platen::render {

inline constexpr std::size_t most_spares = 2;
inline constexpr std::uint64_t most_spare_document = 8ULL << 20; // bytes: it is copied

// How many Ghostscripts wait for a document, and for how long.
struct SpareSettings {
  std::size_t count = 1;                   // 0: none; at most most_spares
  std::chrono::milliseconds idle{300'000}; // after the last document none waits any more
};

// What is not for an administrator to say; the tests say otherwise.
struct SparePolicy {
  std::chrono::milliseconds breath{100}; // from a hand-over to the next start: the document's turn
  // After one that did not live to get a document; doubled with each.
  std::chrono::milliseconds first_pause{1'000}, last_pause{60'000};
  std::uint64_t free_memory = 512ULL << 20;        // with less of it available none waits
  std::chrono::milliseconds memory_period{10'000}; // how often that is looked at while one waits
  std::function<std::uint64_t()> available_memory; // bytes; empty: as the kernel says
};

// Ghostscripts that are started, locked and initialised before there is a document for them. Each
// is given one, once: nothing comes back to here. Thread-safe; its own thread starts and ends them,
// and where the system has no thread for it, none waits.
class Spares {
public:
  // Only for documents of these `limits`.
  Spares(const Limits& limits, SpareSettings settings, SparePolicy policy = {});
  ~Spares(); // ends those that wait
  Spares(const Spares&) = delete;
  Spares& operator=(const Spares&) = delete;

  void set(SpareSettings settings); // at once
  // Of the workers of all documents that are opened with these spares, but for those that waited.
  const std::shared_ptr<WorkerCounts>& counts() const { return counts_; }
  // A document that will be drawn has come: one shall wait.
  void expect();
  // One that has the document (its first `size` bytes) and the job now, on `terms`. Nothing where
  // none waits, where the document is too large to be copied (most_spare_document), for
  // other limits, and where the hand-over fails.
  std::optional<WorkerProcess> take(int document, std::uint64_t size, const GhostscriptJob& job,
                                    const Limits& limits, const WorkerTerms& terms,
                                    const Cancel& cancel);

private:
  using Clock = std::chrono::steady_clock;

  void keep();
  void drop_dead(Clock::time_point now);
  bool memory_is_short() const;
  bool wants_another(Clock::time_point now) const;
  void start_one(std::unique_lock<std::mutex>& lock);
  void pause(Clock::time_point now);
  int until_next_look(Clock::time_point now) const;
  void wake() const;
  std::optional<WaitingGhostscript> next();

  const Limits limits_;
  const SparePolicy policy_;
  const std::shared_ptr<WorkerCounts> counts_ = std::make_shared<WorkerCounts>();
  const UniqueFd wake_; // an eventfd
  std::mutex mutex_;
  SpareSettings settings_;
  std::list<WaitingGhostscript> waiting_;
  Clock::time_point wanted_until_{}, not_before_{};
  Clock::duration pause_{};
  bool stopping_ = false;
  bool starting_ = false; // one, without the lock
  std::condition_variable started_;
  Result<std::thread> thread_; // the last member: it uses all others
};

// One Ghostscript for a document that is about to be opened, begun at once, so that it gets ready
// while the rest is prepared; nothing where the document's first bytes are not those of pages, or
// cannot be read twice. `limits` must be those that the document is opened with.
std::shared_ptr<Spares> begin_renderer(int document, const Limits& limits);

} // namespace platen::render
