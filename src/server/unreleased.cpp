#include "server/unreleased.h"

#include <algorithm>
#include <limits>
#include <string>

namespace platen::server {

namespace {

constexpr job::Time between_looks = 60;
constexpr std::string_view waits_for_password = "job-password-wait";

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
    const bool waits = std::ranges::find(job.reasons, waits_for_password) != job.reasons.end();
    if (!waits || now - job.created < seconds) return fail(Errc::conflict, "it may wait");
    job.state = job::JobState::aborted;
    job.release_at = 0;
    job.incoming = false;
    job.reasons = {"aborted-by-system"};
    job.state_message = "nobody released this job with its PIN within " +
                        std::to_string(seconds / 3'600) + " hours: send it again";
    return {};
  };
  store_.update_jobs(held, edit, [looking = looking_, log = options_.log](const auto& aborted) {
    *looking = false;
    if (!aborted || aborted->empty()) return;
    log("info",
        std::to_string(aborted->size()) + " jobs that nobody released with their PIN were aborted");
  });
}

} // namespace platen::server
