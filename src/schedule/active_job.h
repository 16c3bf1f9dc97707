#pragma once

#include "flow/prepared_job.h"
#include "job/job.h"
#include "schedule/shared.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace platen::schedule {

// A job that is being delivered by a thread of its own; one for which there is no thread has ended
// at once, with Errc::busy. All functions are for the session's thread.
class ActiveJob {
public:
  using Clock = std::chrono::steady_clock;
  // `wake` is called from other threads whenever there is news.
  ActiveJob(const Shared& shared, job::Job job, const job::Printer& printer,
            std::unique_ptr<flow::PreparedJob> prepared, flow::DeviceMemory memory,
            std::function<void()> wake);
  ~ActiveJob(); // cut off at once when it has not ended
  ActiveJob(const ActiveJob&) = delete;
  ActiveJob& operator=(const ActiveJob&) = delete;

  const job::Job& job() const { return job_; }
  bool rendered() const { return prepared_->rendered(); }
  flow::Progress progress() const;
  flow::DeviceMemory memory() const; // what the device said, now or before
  // What it says of itself while it prints, where it does: printer-state-reasons, and its own
  // words.
  struct DeviceWords {
    std::vector<std::string> reasons;
    std::string message;
    DeviceWords lasting() const; // what outlasts the job: that a supply is low
  };
  DeviceWords device_words() const;

  // Ends it: with a clean end for the device if that is quick, else without.
  void cancel(Clock::time_point now);
  bool cancelling() const { return cut_at_.has_value(); }
  // To be called again at the latest at the time that it gives.
  Clock::time_point look_after(Clock::time_point now);
  // Since when the device has taken nothing of what it was given; nothing while it takes.
  std::optional<Clock::time_point> stalled_since() const { return stalled_since_; }

  bool ended() const;
  flow::Delivered result(); // once, after ended()
  // Nothing was taken from it yet: it can be delivered again.
  std::unique_ptr<flow::PreparedJob> take_prepared() { return std::move(prepared_); }

private:
  Result<void> plan(const Shared& shared, const flow::Progress& totals) const;
  void deliver(flow::Delivery how);
  void give_up(Error error);
  bool is_right(const Shared& shared, const job::Printer& printer);
  void keep_back(flow::Delivered::Fault fault, Error error);
  void watch(Clock::time_point now);

  const job::Job job_;
  const std::function<void()> wake_;
  const std::chrono::milliseconds end_grace_, stall_told_;
  std::unique_ptr<flow::PreparedJob> prepared_;
  Cancel gently_, at_once_;
  flow::Activity activity_;
  std::optional<Clock::time_point> cut_at_, stalled_since_;
  std::uint64_t taken_ = 0;    // when it was last seen to grow,
  Clock::time_point taken_at_; // at this time

  mutable std::mutex mutex_;
  flow::Progress progress_;
  flow::DeviceMemory memory_;
  DeviceWords words_;
  std::optional<flow::Delivered> result_;
  std::thread thread_; // the last member: it uses all others
};

} // namespace platen::schedule
