#pragma once

#include "job/job.h"

#include <chrono>
#include <optional>

namespace platen::schedule {

// When a device that could not take a job is tried again: after `first`, then twice as long each
// time, up to `last`.
class BackOff {
public:
  using Clock = std::chrono::steady_clock;
  BackOff(std::chrono::milliseconds first, std::chrono::milliseconds last)
      : first_(first), last_(last) {}

  // The pause until the next try.
  std::chrono::milliseconds failed(job::Time now);
  void succeeded();
  void try_now() { next_.reset(); } // what was wrong may have been mended
  bool failing() const { return failures_ > 0; }
  job::Time since() const { return since_; } // of the first failure in this row
  std::optional<Clock::time_point> next() const { return next_; }

private:
  const std::chrono::milliseconds first_, last_;
  int failures_ = 0;
  job::Time since_ = 0;
  std::optional<Clock::time_point> next_;
};

} // namespace platen::schedule
