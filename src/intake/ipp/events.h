#pragma once

#include "intake/ipp/up_time.h"
#include "job/store.h"
#include "schedule/scheduler.h"

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

using SubscriptionId = std::int32_t;

// What one event tells: enough for an answer, without the record of the job.
struct Notice {
  std::string_view event;     // "job-completed", ...
  job::Time time = 0, up = 0; // of the wall clock, and as printer-up-time
  job::PrinterId printer = 0;
  job::JobId job = 0; // 0: about the printer
  job::JobState job_state = job::JobState::pending;
  std::vector<std::string> job_reasons;
  std::string job_name, job_user;
  bool job_user_is_proven = false;
  std::int32_t impressions = 0;
  schedule::PrinterStatus::State printer_state = schedule::PrinterStatus::State::idle;
  std::vector<std::string> printer_reasons;
  bool accepting = true;
};

// A Subscription object (RFC 3995 section 5).
struct Subscription {
  SubscriptionId id = 0;
  job::PrinterId printer = 0; // 0: all printers
  job::JobId job = 0;         // 0: a Per-Printer Subscription
  std::vector<std::string> events;
  std::string user_data; // notify-user-data, octets
  std::string user;      // notify-subscriber-user-name
  bool user_is_proven = false;
  std::string language = "en";
  std::int32_t lease = 0;    // seconds, Per-Printer only
  job::Time expires = 0;     // by the wall clock as it is now; 0: with its job
  std::int32_t sequence = 0; // of the latest event
  std::int32_t interval = 0; // notify-time-interval of job-progress, seconds
};

// A notice as one subscription got it.
struct Delivered {
  std::int32_t sequence = 0;
  std::string subscribed; // notify-subscribed-event: the event or the wider one that was asked for
  std::shared_ptr<const Notice> notice;
  job::Time came = 0; // by the steady clock
};

// Subscriptions and their events (RFC 3995), kept in memory for those who come and get them
// (RFC 3996). Bounded: subscriptions in all and for each user, events for each subscription, and
// the time for which both are kept. Per-Printer Subscriptions are in the store, too, and outlive a
// restart; events and the subscriptions of single jobs do not.
class Events {
public:
  struct Options {
    std::function<job::Time()> clock; // the wall's
    // Leases and the life of events are counted by it: nobody sets it. Seconds; empty: `clock`.
    std::function<job::Time()> steady = {};
    std::shared_ptr<UpTime> up = nullptr; // null: one of `clock` alone
    std::size_t most_subscriptions = 1000;
    std::size_t most_of_one_user = 200;
    std::size_t most_events = 100; // kept for each subscription; the oldest go first
  };
  // Observes the store: make it before the store's first change; it outlives the last. Takes up the
  // subscriptions that are kept there and still run.
  Events(job::Store& store, Options options);

  // For SchedulerOptions::status_changed; from any thread.
  void printer_status(job::PrinterId id, const schedule::PrinterStatus& status);

  // `wanted` without id, expires and sequence; the lease is brought into its range. Errc::limit:
  // too many.
  Result<Subscription> subscribe(Subscription wanted);
  std::optional<Subscription> find(SubscriptionId id);
  std::vector<Subscription> all();
  Result<Subscription> renew(SubscriptionId id, std::int32_t lease); // Errc::not_found, conflict
  Result<void> cancel(SubscriptionId id);                            // Errc::not_found
  // Puts the Per-Printer Subscriptions into the store as they are now; `done` runs when they are on
  // disk. Whoever answers subscribe(), renew() or cancel() waits for it.
  void save(job::Store::Done<void> done);

  struct Got {
    std::vector<Delivered> events;
    bool complete = false; // no more will come
  };
  // Events from a sequence number on. Errc::not_found.
  Result<Got> get(SubscriptionId id, std::int32_t first_sequence);

  std::size_t events_kept() const; // for tests

private:
  struct Entry {
    Subscription subscription;
    std::deque<Delivered> events;
    job::Time job_ended = 0, lease_ends = 0; // by the steady clock
    // In the store: numbers up to it are not given out after a restart.
    std::int32_t kept_sequence = 0;
  };
  void see(const job::Event& event);
  void see_job(const job::Event& event);
  void see_printer(const job::Event& event);
  void load();
  Subscription seen(const Entry& entry) const;    // as others see it
  static bool nearly_used_up(const Entry& entry); // the numbers that the store has put aside
  std::string encoded();                          // takes the lock
  void tell(Notice notice);
  void deliver(Entry& entry, const std::shared_ptr<const Notice>& notice);
  void drop_old(); // under the lock
  std::size_t count_of(const std::string& user) const;

  job::Store& store_;
  Options options_;
  std::mutex save_mutex_;             // taken before mutex_: later states are saved later
  bool numbers_used_up_ = false;      // nearly, of some subscription
  std::atomic<std::size_t> count_{0}; // of subscriptions: nothing is done for none
  mutable std::mutex mutex_;
  std::map<SubscriptionId, Entry> entries_;
  std::map<job::PrinterId, job::Printer> printers_;                  // as last seen
  std::map<job::PrinterId, schedule::PrinterStatus> printer_status_; // as last told
  SubscriptionId next_ = 1;
  job::Time swept_ = 0;
};

// Values of the attributes that describe notification to clients.
inline constexpr std::int32_t event_life = 300; // ippget-event-life: seconds for which events stay
inline constexpr std::int32_t notify_interval = 5;     // notify-get-interval
inline constexpr std::int32_t notify_max_events = 20;  // notify-max-events-supported
inline constexpr std::int32_t lease_default = 86'400;  // notify-lease-duration-default
inline constexpr std::int32_t lease_most = 7 * 86'400; // notify-lease-duration-supported: 1 to this
std::vector<std::string_view> notify_events();         // notify-events-supported
inline constexpr std::string_view notify_event_default = "job-completed";

} // namespace platen::intake::ipp
