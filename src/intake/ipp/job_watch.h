#pragma once

#include "intake/ipp/hold_times.h"
#include "job/store.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace platen::intake::ipp {

// Which unfinished jobs still wait for documents (Create-Job without its last document, RFC 8011
// section 5.4.31), and which for their time beside something else, by observing the store. Memory:
// one entry for each of them.
class JobWatch {
public:
  struct Options {
    std::chrono::seconds time_out{120}; // multiple-operation-time-out
    std::function<job::Time()> clock;   // seconds; the steady clock's, which nobody sets
    Calendar calendar = system_calendar();
    std::function<job::Time()> wall{}; // what hold times are of; none: they are left alone
  };
  // Make it before the first change of the store; both outlive the store's last event.
  JobWatch(job::Store& store, Options options);
  // Takes up the jobs that the store already has. Once, before the first change.
  Result<void> load();

  // While the result lives, a document of the job is on its way and its time does not run out.
  std::shared_ptr<void> uploading(job::JobId id);
  // Ends what has waited too long, to be called about once a second: a job with documents is closed
  // and printed, one without is aborted (multiple-operation-time-out-action: process-job). A job
  // whose time has passed while it waits for something else says no more that it waits for its
  // time.
  void sweep();
  std::size_t waiting() const; // for tests
  std::chrono::seconds time_out() const;

private:
  struct Shared;
  void see(const job::Event& event);
  job::Store& store_;
  Options options_;
  std::shared_ptr<Shared> shared_;
};

} // namespace platen::intake::ipp
