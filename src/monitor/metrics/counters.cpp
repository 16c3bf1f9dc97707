#include "monitor/metrics/counters.h"

#include <algorithm>

namespace platen::monitor {

namespace {

using Type = Exposition::Type;

constexpr std::size_t most_timed_jobs = 200'000; // unfinished ones whose times are remembered
constexpr std::size_t most_printers = 1'000;
constexpr std::string_view other_printers = "(others)"; // no name of a printer

double seconds(std::chrono::steady_clock::duration took) {
  return std::chrono::duration<double>(took).count();
}

double real(std::uint64_t count) {
  return static_cast<double>(count);
}

std::string status_class(int status) {
  return status >= 100 && status < 600 ? std::to_string(status / 100) + "xx" : "none";
}

} // namespace

std::string_view route_class(std::string_view path) {
  const auto under = [&](std::string_view root) {
    return path == root || (path.starts_with(root) && path[root.size()] == '/');
  };
  if (under("/ipp")) return "ipp";
  if (under("/api")) return "api";
  if (under("/eSCL")) return "escl";
  if (path == "/metrics") return "metrics";
  if (path == "/healthz" || path == "/readyz") return "health";
  return "app";
}

void Counters::request(std::string_view path, int status, std::uint64_t in, std::uint64_t out,
                       std::chrono::microseconds took) {
  const std::lock_guard lock(mutex_);
  Served& served = served_[std::string(route_class(path))];
  ++served.statuses[status_class(status)];
  served.in += in;
  served.out += out;
  served.took.observe(std::chrono::duration<double>(took).count());
}

Counters::Printed& Counters::printed(job::PrinterId printer) {
  std::string name = name_(printer);
  if (printed_.size() >= most_printers && !printed_.contains(name)) name = other_printers;
  return printed_[name];
}

void Counters::store_changed(const job::Event& event) {
  using Kind = job::Event::Kind;
  if (!event.job) return;
  const job::Job& job = *event.job;
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  if (event.kind == Kind::job_added) {
    if (!job::is_finished(job.state) && times_.size() < most_timed_jobs) times_[job.id].ready = now;
    return;
  }
  const auto found = times_.find(job.id);
  if (event.kind == Kind::job_forgotten) {
    if (found != times_.end()) times_.erase(found);
    return;
  }
  const bool ends = job::is_finished(job.state) && event.job_was && !is_finished(*event.job_was);
  if (ends) {
    job_ended(job, found == times_.end() ? nullptr : &found->second);
    if (found != times_.end()) times_.erase(found);
    return;
  }
  if (found == times_.end()) return;
  Times& times = found->second;
  if (job.state == job::JobState::held && !times.began) times.ready = now; // it waits for somebody
  if (event.job_was == job::JobState::held && !times.began) times.ready = now;
  if (job.state == job::JobState::processing && !times.began) {
    times.began = true;
    times.begun = now;
    printed(job.printer).wait.observe(seconds(now - times.ready));
  }
  if (job.counters.bytes_sent > 0 && times.began && !times.sent) {
    times.sent = true;
    printed(job.printer).first_byte.observe(seconds(now - times.begun));
  }
}

void Counters::job_ended(const job::Job& job, const Times* times) {
  Printed& at = printed(job.printer);
  ++at.results[std::string(job::to_string(job.state))];
  const job::Usage used = job.used();
  at.sheets += static_cast<std::uint64_t>(std::max(0, used.sheets));
  at.sides += static_cast<std::uint64_t>(std::max(0, used.sides));
  if (times == nullptr || job.state != job::JobState::completed) return;
  // What was printed at once was sent and done before its news were written.
  if (!times->sent && times->began) at.first_byte.observe(seconds(clock_() - times->begun));
  at.whole.observe(seconds(clock_() - times->ready));
}

void Counters::notice(std::string_view kind) {
  const std::lock_guard lock(mutex_);
  ++notices_[std::string(kind)];
}

void Counters::message(std::string_view target_kind, std::string_view outcome) {
  const std::lock_guard lock(mutex_);
  ++messages_[{std::string(target_kind), std::string(outcome)}];
}

void Counters::expose(Exposition& out) const {
  const std::lock_guard lock(mutex_);
  expose_jobs(out);
  expose_requests(out);
  out.family("platen_notices", Type::counter, "What happened that people are told, by kind.");
  for (const auto& [kind, count] : notices_)
    out.sample({{"kind", kind}}, real(count));
  out.family("platen_notifications", Type::counter,
             "Messages to notification targets that were sent, or failed for good.");
  for (const auto& [what, count] : messages_)
    out.sample({{"target", what.first}, {"outcome", what.second}}, real(count));
}

void Counters::expose_jobs(Exposition& out) const {
  out.family("platen_jobs_finished", Type::counter, "Jobs that ended, by printer and result.");
  for (const auto& [printer, at] : printed_)
    for (const auto& [result, count] : at.results)
      out.sample({{"printer", printer}, {"result", result}}, real(count));
  out.family("platen_sheets", Type::counter, "Sheets of paper that ended jobs used.");
  for (const auto& [printer, at] : printed_)
    out.sample({{"printer", printer}}, real(at.sheets));
  out.family("platen_sides", Type::counter, "Sides of sheets that ended jobs printed.");
  for (const auto& [printer, at] : printed_)
    out.sample({{"printer", printer}}, real(at.sides));
  const auto times = [&](std::string_view name, std::string_view help, auto which) {
    out.family(name, Type::histogram, help);
    for (const auto& [printer, at] : printed_)
      out.histogram({{"printer", printer}}, at.*which);
  };
  times("platen_job_wait_seconds", "From when a job could be printed to its first try.",
        &Printed::wait);
  times("platen_job_first_byte_seconds", "From a job's first try to its first byte at the device.",
        &Printed::first_byte);
  times("platen_job_seconds", "From when a job could be printed to its end, of completed ones.",
        &Printed::whole);
}

void Counters::expose_requests(Exposition& out) const {
  out.family("platen_http_requests", Type::counter, "Requests that were answered.");
  for (const auto& [route, served] : served_)
    for (const auto& [status, count] : served.statuses)
      out.sample({{"route", route}, {"status", status}}, real(count));
  out.family("platen_http_received_bytes", Type::counter, "Bytes of bodies of requests.");
  for (const auto& [route, served] : served_)
    out.sample({{"route", route}}, real(served.in));
  out.family("platen_http_sent_bytes", Type::counter, "Bytes of bodies of answers.");
  for (const auto& [route, served] : served_)
    out.sample({{"route", route}}, real(served.out));
  out.family("platen_http_request_seconds", Type::histogram,
             "From the header of a request to the end of its answer.");
  for (const auto& [route, served] : served_)
    out.histogram({{"route", route}}, served.took);
}

} // namespace platen::monitor
