#pragma once

#include "job/store.h"
#include "monitor/metrics/exposition.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace platen::monitor {

// Counts what happens from the start of the process on. From any thread; nothing here waits for
// anything but a short lock. What names a label is ours, or a printer's name, of which there are
// bounded many: what clients send never makes another series.
class Counters {
public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  using PrinterName = std::function<std::string(job::PrinterId)>;
  Counters(Clock clock, PrinterName name) : clock_(std::move(clock)), name_(std::move(name)) {}

  // One request that was answered.
  void request(std::string_view path, int status, std::uint64_t in, std::uint64_t out,
               std::chrono::microseconds took);
  void store_changed(const job::Event& event); // an observer of the store
  void notice(std::string_view kind);
  // One message to a target ("mail", "webhook"): "sent", or "failed" for good.
  void message(std::string_view target_kind, std::string_view outcome);

  void expose(Exposition& out) const;

private:
  // When an unfinished job reached what is measured.
  struct Times {
    std::chrono::steady_clock::time_point ready{}, begun{};
    bool began = false, sent = false;
  };
  struct Printed {
    std::map<std::string, std::uint64_t> results; // "completed", "aborted", "canceled"
    std::uint64_t sheets = 0, sides = 0;
    Histogram wait{long_bounds}, first_byte{long_bounds}, whole{long_bounds};
  };
  struct Served {
    std::map<std::string, std::uint64_t> statuses; // "2xx"
    std::uint64_t in = 0, out = 0;
    Histogram took{short_bounds};
  };
  Printed& printed(job::PrinterId printer);
  void job_ended(const job::Job& job, const Times* times);
  void expose_requests(Exposition& out) const;
  void expose_jobs(Exposition& out) const;

  const Clock clock_;
  const PrinterName name_;
  mutable std::mutex mutex_;
  std::map<job::JobId, Times> times_;
  std::map<std::string, Printed> printed_;
  std::map<std::string, Served, std::less<>> served_;
  std::map<std::string, std::uint64_t, std::less<>> notices_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> messages_;
};

// The group of a request's path: "ipp", "api", "escl", "app", "metrics", "health".
std::string_view route_class(std::string_view path);

} // namespace platen::monitor
