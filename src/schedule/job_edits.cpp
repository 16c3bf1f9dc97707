#include "schedule/job_edits.h"

#include "schedule/policy.h"
#include "schedule/wording.h"

#include <algorithm>

namespace platen::schedule {

namespace {

using job::Job;
using job::JobState;
using Then = Verdict::Then;

Failure no_longer_ours(const Job& job) {
  return fail(Errc::conflict, "job " + std::to_string(job.id) + " is " +
                                  std::string(job::to_string(job.state)) + " now");
}

bool is_printed_by(job::PrinterId printer, const Job& job) {
  return job.state == JobState::processing && job.printer == printer;
}

JobState state_after(Then then) {
  if (then == Then::completed) return JobState::completed;
  if (then == Then::held) return JobState::held;
  return then == Then::aborted ? JobState::aborted : JobState::pending;
}

// What the device confirmed stays confirmed, whatever a later try hears.
void note_taken(Job& job, const flow::Progress& progress) {
  job.sheets_done = std::max(job.sheets_done, progress.sheets_taken.value_or(0));
}

void keep_notes(std::vector<std::string>& detailed) {
  std::erase_if(detailed, [](const std::string& line) { return !line.starts_with(not_as_asked); });
}

// What came out is not what was asked for: who looks at the job alone shall see it.
void tell_notes(const std::vector<std::string>& notes, Job& job) {
  if (notes.empty() || job.state != JobState::completed) return;
  std::ranges::replace(job.reasons, std::string("job-completed-successfully"),
                       std::string("job-completed-with-warnings"));
  for (const std::string& note : notes)
    job.state_message += "; " + note;
}

// Where each page chose its own.
std::string first_media(const flow::PrintReport& report) {
  for (const auto& [name, value] : report.actual)
    if (name == "media") return value;
  return {};
}

// Of a job that is broken off, by us or by the end of this server: what was sent whole, the device
// prints, whether it had said so or not.
job::Usage sent_whole(const flow::Progress& progress) {
  return {std::max(0, progress.sheets_sent - progress.sheets_skipped),
          std::max(0, progress.sides_sent - progress.sides_skipped)};
}

} // namespace

job::Counters counters_of(const flow::Progress& progress) {
  job::Counters counters;
  counters.sides = progress.sides;
  counters.sides_completed = progress.sides_sent;
  counters.sheets = progress.sheets;
  counters.sheets_completed = progress.sheets_taken.value_or(progress.sheets_sent);
  counters.bytes_sent = progress.bytes_sent;
  const std::int32_t sides = progress.sides_taken.value_or(progress.sides_sent);
  counters.used.sheets = std::max(0, counters.sheets_completed - progress.sheets_skipped);
  counters.used.sides = std::max(0, sides - progress.sides_skipped);
  return counters;
}

job::Store::JobEdit claim(job::PrinterId printer, std::string policy, job::Time now, Stock stock) {
  return [printer, policy = std::move(policy), now,
          stock = std::move(stock)](Job& job) -> Result<void> {
    if (job.state != JobState::pending || job.printer != printer) return no_longer_ours(job);
    if (is_caught(job)) settle_caught(job, policy, now);
    if (job.state != JobState::pending) return {};
    job.state = JobState::processing;
    job.reasons = {"job-transforming"};
    job.state_message = "being prepared";
    keep_notes(job.detailed);
    job.processing = now;
    job.reset_counters();
    job.paper = stock.paper;
    job.color = stock.color;
    ++job.attempts;
    return {};
  };
}

job::Store::JobEdit come_along(job::PrinterId printer, const flow::Progress& progress,
                               std::string trouble) {
  return [printer, progress, trouble = std::move(trouble)](Job& job) -> Result<void> {
    if (!is_printed_by(printer, job)) return no_longer_ours(job);
    const bool printing = progress.sides_sent > 0;
    job.reasons = {printing ? "job-printing" : "job-transforming"};
    job.state_message = printing ? amount(progress) + " delivered" : "being prepared";
    if (!trouble.empty()) job.state_message += "; " + trouble;
    job.counters = counters_of(progress);
    job.counters.used = sent_whole(progress); // should this server be killed now
    note_taken(job, progress);
    return {};
  };
}

job::Store::JobEdit conclude(job::PrinterId printer, const Verdict& verdict, std::string message,
                             const flow::PrintReport& report, std::string actual, job::Time now) {
  return [=](Job& job) -> Result<void> {
    if (!is_printed_by(printer, job)) return no_longer_ours(job);
    job.state = state_after(verdict.then);
    job.reasons = verdict.job_reasons;
    job.state_message = message;
    keep_notes(job.detailed);
    tell_notes(job.detailed, job);
    job.detailed.insert(job.detailed.end(), verdict.detailed.begin(), verdict.detailed.end());
    job.counters = counters_of(report.delivered);
    if (!actual.empty()) job.actual_attributes = actual;
    if (!report.statement.empty()) job.statement = report.statement;
    if (job.paper.empty()) job.paper = first_media(report);
    note_taken(job, report.delivered);
    if (job.state == JobState::held) {
      job.hold_until = "indefinite";
      job.release_at = 0;
    }
    if (job::is_finished(job.state)) job.finished = now;
    return {};
  };
}

job::Store::JobEdit give_back(job::PrinterId printer, std::string reason, std::string message,
                              const flow::Progress& progress) {
  return [printer, reason = std::move(reason), message = std::move(message),
          progress](Job& job) -> Result<void> {
    if (!is_printed_by(printer, job)) return no_longer_ours(job);
    job.state = JobState::pending;
    job.reasons.clear();
    if (!reason.empty()) job.reasons.push_back(reason);
    job.state_message = message;
    job.counters.used = sent_whole(progress);
    note_taken(job, progress);
    return {};
  };
}

job::Store::JobEdit note_canceled(job::PrinterId printer, const flow::Progress& progress) {
  return [printer, progress](Job& job) -> Result<void> {
    const bool suspended = job.state == JobState::held;
    if ((job.state != JobState::canceled && !suspended) || job.printer != printer)
      return no_longer_ours(job);
    job.counters = counters_of(progress);
    job.counters.used = sent_whole(progress);
    if (suspended) return {};
    if (progress.sheets > 0) {
      if (!job.state_message.empty()) job.state_message += "; ";
      job.state_message += amount(progress) + " had been delivered";
    }
    return {};
  };
}

job::Store::JobEdit cancel(job::Store::JobEdit check, job::Time now) {
  return [check = std::move(check), now](Job& job) -> Result<void> {
    if (job::is_finished(job.state)) return no_longer_ours(job);
    const std::vector<std::string> before = job.reasons;
    if (check) TRY_VOID(check(job));
    // Why it is canceled stays; what it was doing does not.
    std::erase_if(job.reasons, [&](const std::string& reason) {
      return std::find(before.begin(), before.end(), reason) != before.end();
    });
    if (job.reasons.empty()) job.reasons.emplace_back("job-canceled-by-user");
    job.state = JobState::canceled;
    job.finished = now;
    return {};
  };
}

} // namespace platen::schedule
