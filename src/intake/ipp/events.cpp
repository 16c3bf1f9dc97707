#include "intake/ipp/events.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

using job::JobState;
using PrinterState = schedule::PrinterStatus::State;

namespace {

// An event, and the wider one that it is a case of (RFC 3995 section 5.3.3.5).
struct Kind {
  std::string_view event, wider;
};
constexpr std::array<Kind, 13> kinds{{{"job-completed", "job-state-changed"},
                                      {"job-created", "job-state-changed"},
                                      {"job-stopped", "job-state-changed"},
                                      {"job-state-changed", {}},
                                      {"job-config-changed", {}},
                                      {"job-progress", {}},
                                      {"printer-state-changed", {}},
                                      {"printer-stopped", "printer-state-changed"},
                                      {"printer-config-changed", {}},
                                      {"printer-media-changed", "printer-config-changed"},
                                      {"printer-queue-order-changed", {}},
                                      {"printer-created", {}},
                                      {"printer-deleted", {}}}};

std::string_view wider_event(std::string_view event) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.event == event; });
  return found == kinds.end() ? std::string_view{} : found->wider;
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Which of the asked events this one is; empty: none.
std::string matching(const Subscription& subscription, std::string_view event) {
  if (has(subscription.events, event)) return std::string(event);
  const std::string_view wider = wider_event(event);
  return !wider.empty() && has(subscription.events, wider) ? std::string(wider) : std::string{};
}

std::string_view event_of(const job::Event& event) {
  if (event.kind == job::Event::Kind::job_added) return "job-created";
  const job::Job& job = *event.job;
  if (event.job_was != job.state) {
    if (job::is_finished(job.state)) return "job-completed";
    return job.state == JobState::stopped ? "job-stopped" : "job-state-changed";
  }
  return job.state == JobState::processing ? "job-progress" : "job-config-changed";
}

Notice about_job(const job::Job& job, std::string_view event) {
  Notice notice;
  notice.event = event;
  notice.printer = job.printer;
  notice.job = job.id;
  notice.job_state = job.state;
  notice.job_reasons = job.reasons;
  if (!job.confidential) notice.job_name = job.name;
  notice.job_user = job.user;
  notice.job_user_is_proven = job.user_is_proven;
  notice.impressions = job.counters.sides_completed;
  return notice;
}

bool same_state(const job::Printer& a, const job::Printer& b) {
  return a.accepting == b.accepting && a.paused == b.paused && a.hold_new_jobs == b.hold_new_jobs &&
         a.state_message == b.state_message;
}

std::string_view media_of(const job::Printer& printer) {
  for (const auto& [name, value] : printer.defaults)
    if (name == "media") return value;
  return {};
}

} // namespace

std::vector<std::string_view> notify_events() {
  std::vector<std::string_view> events;
  for (const Kind& kind : kinds)
    events.push_back(kind.event);
  return events;
}

Events::Events(job::Store& store, Options options) : store_(store), options_(std::move(options)) {
  if (!options_.steady) options_.steady = options_.clock;
  if (!options_.up) options_.up = std::make_shared<UpTime>(options_.clock, options_.steady);
  const auto printers = store.printers();
  for (const job::Printer& printer : *printers)
    printers_.emplace(printer.id, printer);
  load();
  store.observe([this](const job::Event& event) { see(event); });
}

void Events::see(const job::Event& event) {
  if (event.printer != nullptr) return see_printer(event);
  if (event.job == nullptr || event.kind == job::Event::Kind::job_forgotten || count_ == 0) return;
  see_job(event);
}

void Events::see_job(const job::Event& event) {
  tell(about_job(*event.job, event_of(event)));
  if (event.moved_from == 0) return;
  for (const job::PrinterId printer : {event.moved_from, event.job->printer}) {
    Notice notice;
    notice.event = "printer-queue-order-changed";
    notice.printer = printer;
    tell(std::move(notice));
  }
}

void Events::see_printer(const job::Event& event) {
  using What = job::Event::Kind;
  const job::Printer& printer = *event.printer;
  Notice notice;
  notice.printer = printer.id;
  {
    const std::lock_guard lock(mutex_);
    const auto before = printers_.find(printer.id);
    if (event.kind == What::printer_added) notice.event = "printer-created";
    if (event.kind == What::printer_removed) notice.event = "printer-deleted";
    if (event.kind == What::printer_changed && before != printers_.end())
      notice.event = !same_state(before->second, printer)            ? "printer-state-changed"
                     : media_of(before->second) != media_of(printer) ? "printer-media-changed"
                                                                     : "printer-config-changed";
    if (event.kind == What::printer_removed) {
      printers_.erase(printer.id);
      printer_status_.erase(printer.id);
    } else {
      printers_.insert_or_assign(printer.id, printer);
    }
  }
  if (!notice.event.empty()) tell(std::move(notice));
}

void Events::printer_status(job::PrinterId id, const schedule::PrinterStatus& status) {
  Notice notice;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = printer_status_.try_emplace(id, status);
    const bool same =
        !is_new && entry->second.state == status.state && entry->second.reasons == status.reasons;
    entry->second = status;
    if (same) return;
  }
  notice.event =
      status.state == PrinterState::stopped ? "printer-stopped" : "printer-state-changed";
  notice.printer = id;
  tell(std::move(notice));
}

void Events::tell(Notice notice) {
  bool used_up = false;
  {
    const std::lock_guard lock(mutex_);
    if (entries_.empty()) return;
    drop_old();
    const UpTime::Moment now = options_.up->now();
    notice.time = now.wall;
    notice.up = now.up;
    if (const auto status = printer_status_.find(notice.printer); status != printer_status_.end()) {
      notice.printer_state = status->second.state;
      notice.printer_reasons = status->second.reasons;
    }
    if (const auto printer = printers_.find(notice.printer); printer != printers_.end())
      notice.accepting = printer->second.accepting;
    const auto shared = std::make_shared<const Notice>(std::move(notice));
    for (auto& [id, entry] : entries_)
      deliver(entry, shared);
    used_up = numbers_used_up_;
  }
  if (used_up) save([](const Result<void>&) {});
}

void Events::deliver(Entry& entry, const std::shared_ptr<const Notice>& notice) {
  Subscription& subscription = entry.subscription;
  const bool about_it = subscription.job != 0
                            ? subscription.job == notice->job
                            : subscription.printer == 0 || subscription.printer == notice->printer;
  if (!about_it) return;
  // A job that is restarted goes on being watched.
  if (subscription.job != 0 && notice->job != 0)
    entry.job_ended = job::is_finished(notice->job_state) ? options_.steady() : 0;
  std::string subscribed = matching(subscription, notice->event);
  if (subscribed.empty()) return;
  // Progress that nobody has fetched yet is replaced by newer progress.
  if (notice->event == "job-progress" && !entry.events.empty()) {
    const Notice& last = *entry.events.back().notice;
    if (last.event == notice->event && last.job == notice->job) entry.events.pop_back();
  }
  entry.events.push_back(
      {++subscription.sequence, std::move(subscribed), notice, options_.steady()});
  if (entry.events.size() > options_.most_events) entry.events.pop_front();
  if (subscription.job == 0 && nearly_used_up(entry)) numbers_used_up_ = true;
}

} // namespace platen::intake::ipp
