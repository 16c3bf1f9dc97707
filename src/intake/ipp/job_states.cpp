#include "intake/ipp/job_states.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::intake::ipp {

using job::JobState;

namespace {

constexpr std::array holding{reason::incoming,       reason::hold_until, reason::on_create,
                             reason::password,       reason::suspended,  reason::account_info,
                             reason::account_denied, reason::language};

Failure not_possible(const job::Job& job, std::string_view what) {
  return fail(Errc::conflict, "job " + std::to_string(job.id) + " is " +
                                  std::string(job::to_string(job.state)) + ": " +
                                  std::string(what));
}

// The store releases jobs by their time without looking at reasons: what it released is not held.
void drop_stale_holds(job::Job& job) {
  if (job.state == JobState::held) return;
  for (const std::string_view text : holding)
    drop_reason(job, text);
}

} // namespace

bool holds(std::string_view reason) {
  return std::find(holding.begin(), holding.end(), reason) != holding.end();
}

bool has_reason(const job::Job& job, std::string_view reason) {
  return std::find(job.reasons.begin(), job.reasons.end(), reason) != job.reasons.end();
}

void add_reason(job::Job& job, std::string_view reason) {
  if (!has_reason(job, reason)) job.reasons.emplace_back(reason);
}

void drop_reason(job::Job& job, std::string_view reason) {
  std::erase(job.reasons, reason);
}

bool waits_for_account(const job::Job& job) {
  return job.state == JobState::held &&
         (has_reason(job, reason::account_info) || has_reason(job, reason::account_denied));
}

void end_account_hold(job::Job& job) {
  if (!waits_for_account(job)) return;
  drop_reason(job, reason::account_info);
  drop_reason(job, reason::account_denied);
  job.state_message.clear();
}

void end_language_hold(job::Job& job) {
  if (!has_reason(job, reason::language)) return;
  drop_reason(job, reason::language);
  if (!waits_for_account(job)) job.state_message.clear();
}

job::Time hold_time(const job::Job& job) {
  return std::abs(job.release_at);
}

void settle_state(job::Job& job) {
  const auto count = std::count_if(job.reasons.begin(), job.reasons.end(),
                                   [](const std::string& text) { return holds(text); });
  job.state = count > 0 ? JobState::held : JobState::pending;
  const bool until = has_reason(job, reason::hold_until);
  job.release_at = !until ? 0 : (count == 1 ? hold_time(job) : -hold_time(job));
}

void set_hold(job::Job& job, const Hold& hold) {
  job.hold_until = hold.keyword;
  job.release_at = hold.release.held ? hold.release.at : 0;
  drop_reason(job, reason::hold_until);
  if (hold.release.held) add_reason(job, reason::hold_until);
}

Result<void> check_unfinished(const job::Job& job) {
  if (job::is_finished(job.state)) return not_possible(job, "it has ended");
  return {};
}

Result<void> check_unstarted(const job::Job& job) {
  if (job.state == JobState::pending || job.state == JobState::held) return {};
  return not_possible(job, job::is_finished(job.state) ? "it has ended" : "it has begun");
}

Result<void> hold_job(job::Job& job, const Hold& hold) {
  TRY_VOID(check_unstarted(job));
  drop_stale_holds(job);
  set_hold(job, hold);
  settle_state(job);
  return {};
}

Result<void> release_job(job::Job& job) {
  TRY_VOID(check_unfinished(job));
  if (job.state != JobState::held) return {}; // without effect, says RFC 8011 section 4.3.6
  job.hold_until = "no-hold";
  drop_reason(job, reason::hold_until);
  drop_reason(job, reason::on_create);
  end_language_hold(job);
  settle_state(job);
  return {};
}

Result<void> restart_job(job::Job& job, const Hold& hold) {
  if (!job::is_finished(job.state)) return not_possible(job, "only a job that ended starts again");
  if (!job.documents_kept || !job.has_document_to_print())
    return fail(Errc::conflict,
                "the documents of job " + std::to_string(job.id) + " are no longer kept");
  job.reasons.clear();
  job.state_message.clear();
  job.detailed.clear();
  job.reset_counters();
  job.processing = job.finished = 0;
  job.attempts = job.sheets_done = 0;
  job.incoming = false;
  job.actual_attributes.clear();
  if (!job.password.empty()) add_reason(job, reason::password);
  set_hold(job, hold);
  settle_state(job);
  return {};
}

Result<void> suspend_job(job::Job& job) {
  if (job.state != JobState::processing) return not_possible(job, "it does not print");
  job.state = JobState::held;
  job.reasons = {std::string(reason::suspended)};
  job.state_message.clear();
  job.release_at = 0;
  return {};
}

Result<void> resume_job(job::Job& job) {
  if (job.state != JobState::held || !has_reason(job, reason::suspended))
    return not_possible(job, "it is not suspended");
  drop_reason(job, reason::suspended);
  settle_state(job);
  return {};
}

Result<void> close_job(job::Job& job) {
  TRY_VOID(check_unfinished(job));
  if (!job.incoming) return not_possible(job, "it is closed already");
  job.incoming = false;
  drop_reason(job, reason::incoming);
  settle_state(job);
  return {};
}

} // namespace platen::intake::ipp
