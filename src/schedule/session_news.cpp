#include "schedule/job_edits.h"
#include "schedule/session.h"
#include "schedule/wording.h"

#include <algorithm>

// What a session tells about itself and its job, and when it looks again.
namespace platen::schedule {

// At most once a second, but for trouble and for sheets that would be dear to print again; never
// while the store is still at the last one.
void Session::write_progress(Clock::time_point now) {
  if (!current_ || end_ != End::none) return;
  const flow::Progress progress = current_->progress();
  if (progress.sides_sent > 0 && back_off_.failing()) back_off_.succeeded();
  constexpr std::chrono::seconds interval{1};
  const Written news{progress.sides_sent, progress.sheets_taken.value_or(0), trouble_of_current()};
  const bool urgent = news.trouble != written_.trouble ||
                      (news.sheets_taken != written_.sheets_taken && policy() == "hold-job");
  if (news == written_ || (now - written_at_ < interval && !urgent) || *writing_) return;
  written_at_ = now;
  written_ = news;
  *writing_ = true;
  shared_.store.update_job(current_->job().id, come_along(printer_.id, progress, news.trouble),
                           [writing = writing_](const auto&) { *writing = false; });
}

std::optional<Session::Clock::time_point> Session::next_look(Clock::time_point now) {
  std::optional<Clock::time_point> next;
  const auto also = [&](Clock::time_point time) { next = next ? std::min(*next, time) : time; };
  if (current_) also(current_->look_after(now));
  if (unwritten_) also(write_again_);
  if (!current_ && !unwritten_ && !printer_.paused && back_off_.next()) also(*back_off_.next());
  if (now < identify_until_) also(identify_until_);
  return next;
}

void Session::set_interest() {
  Mailbox::Interest interest;
  if (current_ && end_ == End::none) interest.current = current_->job().id;
  interest.wants_ahead = current_ && current_->rendered();
  interest.waiting = !current_ && back_off_.failing();
  if (ahead_) {
    interest.ahead = ahead_->job.id;
    interest.ahead_priority = ahead_->job.priority;
  }
  mail_.set_interest(interest);
}

namespace {

void add_reason(const std::string& reason, PrinterStatus& status) {
  if (std::ranges::find(status.reasons, reason) == status.reasons.end())
    status.reasons.push_back(reason);
}

} // namespace

std::string Session::trouble_of_current() const {
  const auto [reasons, message] = current_->device_words();
  std::string trouble = device_trouble(reasons, message);
  if (!current_->stalled_since()) return trouble;
  const auto silent =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - *current_->stalled_since());
  return "it has taken nothing since " + clock_time(shared_.now() - silent.count(), shared_.now()) +
         ": " + (trouble.empty() ? "see whether it wants paper or shows an error" : trouble);
}

PrinterStatus Session::present_state() {
  PrinterStatus status;
  using State = PrinterStatus::State;
  if (current_) status.current = current_->job().id;
  const bool failing = back_off_.failing();
  status.state = current_ || failing ? State::processing : State::idle;
  if (printer_.paused) {
    status.reasons.emplace_back(current_ ? "moving-to-paused" : "paused");
    status.message = printer_.state_message;
    if (!current_) status.state = State::stopped;
  }
  if (failing && (current_ || !printer_.paused)) {
    status.reasons.insert(status.reasons.end(), trouble_.begin(), trouble_.end());
    if (status.message.empty()) status.message = trouble_message_;
  }
  // What it said last is still true of a device that then failed, or was stopped for it.
  if (current_) device_words_ = current_->device_words();
  const auto words =
      current_ || failing || printer_.paused ? device_words_ : device_words_.lasting();
  for (const std::string& reason : words.reasons)
    add_reason(reason, status);
  if (current_ && current_->stalled_since()) add_reason("timed-out", status);
  const std::string trouble =
      current_ ? trouble_of_current() : device_trouble(words.reasons, words.message);
  if (!trouble.empty() && (current_ || status.message.empty()))
    status.message = printer_.name + ": " + trouble;
  if (unwritten_) {
    status.reasons.emplace_back("spool-area-full");
    status.message = unwritten_->message;
  }
  if (const auto spool = shared_.spool_trouble.get(); !spool->empty()) {
    add_reason("spool-area-full", status);
    status.message += (status.message.empty() ? "" : "; ") + *spool;
  }
  if (Clock::now() < identify_until_) {
    status.reasons.emplace_back("identify-printer-requested");
    status.message = identify_.empty() ? "somebody looks for this printer" : identify_;
  }
  if (const std::string& warning = shared_.options.standing_warning; !warning.empty()) {
    status.reasons.emplace_back("other-warning");
    status.message += (status.message.empty() ? "" : "; ") + warning;
  }
  return status;
}

void Session::tell_state() {
  PrinterStatus status = present_state();
  {
    const std::lock_guard lock(status_mutex_);
    const PrinterStatus& last = *status_;
    if (status.state == last.state && status.reasons == last.reasons &&
        status.message == last.message && status.current == last.current)
      return;
    status.generation = last.generation + 1;
    status_ = std::make_shared<const PrinterStatus>(status);
  }
  if (shared_.options.status_changed) shared_.options.status_changed(printer_.id, status);
}

std::shared_ptr<const PrinterStatus> Session::status() const {
  const std::lock_guard lock(status_mutex_);
  return status_;
}

} // namespace platen::schedule
