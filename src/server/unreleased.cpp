#include "server/unreleased.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

namespace platen::server {

namespace {

constexpr job::Time between_looks = 60;
// job-state-reasons of what somebody has to give a job, and the words for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> waited_for{
    {{"job-password-wait", "released this job with its PIN"},
     {"account-info-needed", "gave this job the number and PIN of a department"},
     {"account-authorization-failed", "gave this job the number and PIN of a department"}}};

// Null: the job waits for nothing of these.
const std::string_view* missing(const job::Job& job) {
  for (const auto& [reason, words] : waited_for)
    if (std::ranges::find(job.reasons, reason) != job.reasons.end()) return &words;
  return nullptr;
}

} // namespace

void Unreleased::look() {
  const job::Time now = options_.clock();
  const std::int64_t seconds = *options_.seconds.get();
  // A clock that was set back does not stop it.
  if (seconds < 0 || (now < next_ && next_ - now <= between_looks)) return;
  next_ = now + between_looks;
  if (looking_->exchange(true)) return; // still at the last one
  job::JobQuery held;
  held.states = {job::JobState::held};
  held.limit = std::numeric_limits<std::int32_t>::max();
  const auto edit = [now, seconds](job::Job& job) -> Result<void> {
    const std::string_view* const what = missing(job);
    if (what == nullptr || now - job.created < seconds) return fail(Errc::conflict, "it may wait");
    job.state = job::JobState::aborted;
    job.release_at = 0;
    job.incoming = false;
    job.reasons = {"aborted-by-system"};
    job.state_message = "nobody " + std::string(*what) + " within " +
                        std::to_string(seconds / 3'600) + " hours: send it again";
    return {};
  };
  store_.update_jobs(held, edit, [looking = looking_, log = options_.log](const auto& aborted) {
    *looking = false;
    if (!aborted || aborted->empty()) return;
    log("info", std::to_string(aborted->size()) +
                    " jobs that nobody released with what they waited for "
                    "(a PIN, a department) were aborted");
  });
}

} // namespace platen::server
