#pragma once

#include "base/side_thread.h"
#include "intake/escl/job.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace platen::intake::escl {

struct Services; // service.h

// What the service knows of one scanner: its jobs, and the thread on which it asks the scanner, as
// an answer can take as long as the device's deadline.
class Desk {
public:
  Desk(const Services& services, std::string name); // they outlive it
  ~Desk();

  // Who asks, and how.
  struct Caller {
    std::string address; // of the client
    std::string base;    // "http://HOST" as it calls us, empty where it does not say
  };
  // Each answers later, from the desk's thread.
  void capabilities(const Caller& caller, http::Respond respond);
  void status(const Caller& caller, http::Respond respond);
  void buffer_info(std::string body, http::Respond respond);
  // `room`: whether there may be one more job of this client; else what to say.
  void new_job(const Caller& caller, std::string body,
               std::function<std::optional<http::Response>(const std::string& client)> full,
               http::Respond respond);

  std::shared_ptr<Job> job(std::string_view id) const; // null: there is none
  // Jobs under way: of one client, or of all where it is empty.
  std::size_t jobs_of(std::string_view client) const;
  void look(Clock::time_point now);
  void end(); // every job, and what waits; twice is once

private:
  using Answer = std::function<http::Response()>;
  void on_thread(http::Respond respond, Answer answer);
  Result<scan::ScannerEntry> entry() const;
  Result<Plan> plan(const std::string& body, bool for_buffer);
  scan::FeederState feeder();
  http::Response status_now(const Caller& caller);
  Result<http::Response> begin_job(const Caller& caller, const std::string& body);
  Result<std::shared_ptr<Job>> start_job(const Caller& caller, Plan plan);
  std::vector<std::shared_ptr<Job>> jobs() const; // newest first
  void forget_old_jobs();

  const Services& services_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Job>> jobs_; // newest last
  // What the last job saw of the feeder when it ended.
  std::optional<scan::FeederState> observed_;
  Clock::time_point observed_at_{};
  SideThread thread_;
};

} // namespace platen::intake::escl
