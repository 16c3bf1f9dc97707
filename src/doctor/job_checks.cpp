#include "doctor/checks.h"

#include <algorithm>

namespace platen::doctor {

namespace {

bool has(const job::Job& job, std::string_view reason) {
  return std::ranges::find(job.reasons, reason) != job.reasons.end();
}

std::string words_of(const job::Job& job) {
  return job.state_message.empty() ? std::string() : ": " + job.state_message;
}

bool is_stuck(const job::Job& job, std::int64_t now) {
  using enum job::JobState;
  if (job.state == processing || job.state == stopped) return now - job.changed >= stuck_after_s;
  return job.state == pending && job.attempts >= stuck_attempts &&
         has(job, "printer-stopped-partly");
}

// By a person's wish or a PIN it waits rightly; for a language, as the finding about its device
// says.
bool needs_somebody(const job::Job& job) {
  return job.state == job::JobState::held && !has(job, "resources-are-not-supported") &&
         (has(job, "job-suspended-by-system") || has(job, "resources-are-not-ready") ||
          has(job, "account-limit-reached"));
}

} // namespace

// Neither titles nor users: others may read this.
Findings check_jobs(const std::vector<JobFacts>& jobs, std::int64_t now) {
  Findings found;
  for (const auto& [job, printer] : jobs) {
    const std::string subject = "job " + std::to_string(job.id);
    Values values{{"printer", printer},
                  {"job", std::to_string(job.id)},
                  {"state", std::string(job::to_string(job.state))},
                  {"words", words_of(job)}};
    const std::int64_t since = job.processing != 0 ? job.processing : job.created;
    values["minutes"] = std::to_string(std::max<std::int64_t>(0, now - since) / 60);
    if (is_stuck(job, now))
      found.push_back(make_finding("job-stuck", subject, std::move(values)));
    else if (needs_somebody(job))
      found.push_back(make_finding("job-held-for-attention", subject, std::move(values)));
    else if (job.state == job::JobState::aborted && now - job.finished < failed_lately_s)
      found.push_back(make_finding("job-failed", subject, std::move(values)));
  }
  return found;
}

Findings check_library(const LibraryFacts& facts) {
  Findings found;
  for (const auto& [name, why] : facts.missing_profiles)
    found.push_back(make_finding("profile-missing", name, {{"reason", why}}));
  for (const auto& [name, why] : facts.damaged_profiles)
    found.push_back(make_finding("profile-unreadable", name, {{"reason", why}}));
  for (const auto& [name, why] : facts.models)
    found.push_back(make_finding("library-out-of-order", name, {{"reason", why}}));
  return found;
}

} // namespace platen::doctor
