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

Notice about_job(const job::Job& job, std::string_view event, job::Time now) {
  Notice notice;
  notice.event = event;
  notice.time = now;
  notice.printer = job.printer;
  notice.job = job.id;
  notice.job_state = job.state;
  notice.job_reasons = job.reasons;
  notice.job_name = job.name;
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

std::int32_t lease_within(std::int32_t lease) {
  return lease == 0 ? lease_most : std::clamp(lease, 1, lease_most);
}

} // namespace

std::vector<std::string_view> notify_events() {
  std::vector<std::string_view> events;
  for (const Kind& kind : kinds)
    events.push_back(kind.event);
  return events;
}

Events::Events(job::Store& store, Options options) : options_(std::move(options)) {
  for (const job::Printer& printer : *store.printers())
    printers_.emplace(printer.id, printer);
  store.observe([this](const job::Event& event) { see(event); });
}

void Events::see(const job::Event& event) {
  if (event.printer != nullptr) return see_printer(event);
  if (event.job == nullptr || event.kind == job::Event::Kind::job_forgotten || count_ == 0) return;
  see_job(event);
}

void Events::see_job(const job::Event& event) {
  const job::Time now = options_.clock();
  tell(about_job(*event.job, event_of(event), now));
  if (event.moved_from == 0) return;
  for (const job::PrinterId printer : {event.moved_from, event.job->printer}) {
    Notice notice;
    notice.event = "printer-queue-order-changed";
    notice.time = now;
    notice.printer = printer;
    tell(std::move(notice));
  }
}

void Events::see_printer(const job::Event& event) {
  using What = job::Event::Kind;
  const job::Printer& printer = *event.printer;
  Notice notice;
  notice.time = options_.clock();
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
  notice.time = options_.clock();
  notice.printer = id;
  tell(std::move(notice));
}

void Events::tell(Notice notice) {
  const std::lock_guard lock(mutex_);
  if (entries_.empty()) return;
  drop_old();
  if (const auto status = printer_status_.find(notice.printer); status != printer_status_.end()) {
    notice.printer_state = status->second.state;
    notice.printer_reasons = status->second.reasons;
  }
  if (const auto printer = printers_.find(notice.printer); printer != printers_.end())
    notice.accepting = printer->second.accepting;
  const auto shared = std::make_shared<const Notice>(std::move(notice));
  for (auto& [id, entry] : entries_)
    deliver(entry, shared);
}

void Events::deliver(Entry& entry, const std::shared_ptr<const Notice>& notice) {
  Subscription& subscription = entry.subscription;
  const bool about_it = subscription.job != 0
                            ? subscription.job == notice->job
                            : subscription.printer == 0 || subscription.printer == notice->printer;
  if (!about_it) return;
  if (subscription.job != 0 && notice->event == "job-completed") entry.job_ended = notice->time;
  std::string subscribed = matching(subscription, notice->event);
  if (subscribed.empty()) return;
  // Progress that nobody has fetched yet is replaced by newer progress.
  if (notice->event == "job-progress" && !entry.events.empty()) {
    const Notice& last = *entry.events.back().notice;
    if (last.event == notice->event && last.job == notice->job) entry.events.pop_back();
  }
  entry.events.push_back({++subscription.sequence, std::move(subscribed), notice});
  if (entry.events.size() > options_.most_events) entry.events.pop_front();
}

// About once a second is often enough.
void Events::drop_old() {
  const job::Time now = options_.clock();
  if (now == swept_) return;
  swept_ = now;
  for (auto& [id, entry] : entries_)
    while (!entry.events.empty() && entry.events.front().notice->time + event_life < now)
      entry.events.pop_front();
  std::erase_if(entries_, [&](const auto& item) {
    const Entry& entry = item.second;
    if (entry.subscription.expires != 0) return entry.subscription.expires < now;
    return entry.job_ended != 0 && entry.job_ended + event_life < now;
  });
  count_ = entries_.size();
}

std::size_t Events::count_of(const std::string& user) const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [&](const auto& item) { return item.second.subscription.user == user; }));
}

Result<Subscription> Events::subscribe(Subscription wanted) {
  const std::lock_guard lock(mutex_);
  drop_old();
  if (entries_.size() >= options_.most_subscriptions ||
      count_of(wanted.user) >= options_.most_of_one_user)
    return fail(Errc::limit, "there are too many subscriptions");
  wanted.id = next_++;
  wanted.sequence = 0;
  wanted.lease = wanted.job == 0 ? lease_within(wanted.lease) : 0;
  wanted.expires = wanted.job == 0 ? options_.clock() + wanted.lease : 0;
  entries_.emplace(wanted.id, Entry{wanted, {}, 0});
  count_ = entries_.size();
  return wanted;
}

std::optional<Subscription> Events::find(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : std::optional(found->second.subscription);
}

std::vector<Subscription> Events::all() {
  const std::lock_guard lock(mutex_);
  drop_old();
  std::vector<Subscription> list;
  for (const auto& [id, entry] : entries_)
    list.push_back(entry.subscription);
  return list;
}

Result<Subscription> Events::renew(SubscriptionId id, std::int32_t lease) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  if (found == entries_.end())
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  Subscription& subscription = found->second.subscription;
  if (subscription.job != 0)
    return fail(Errc::conflict, "the subscription lasts as long as its job");
  subscription.lease = lease_within(lease);
  subscription.expires = options_.clock() + subscription.lease;
  return subscription;
}

Result<void> Events::cancel(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  if (entries_.erase(id) == 0)
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  count_ = entries_.size();
  return {};
}

Result<Events::Got> Events::get(SubscriptionId id, std::int32_t first_sequence) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  if (found == entries_.end())
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  Got got;
  for (const Delivered& event : found->second.events)
    if (event.sequence >= first_sequence) got.events.push_back(event);
  got.complete = found->second.job_ended != 0;
  return got;
}

std::size_t Events::events_kept() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [id, entry] : entries_)
    count += entry.events.size();
  return count;
}

} // namespace platen::intake::ipp
