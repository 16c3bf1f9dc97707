#include "schedule/mailbox.h"

namespace platen::schedule {

bool Mailbox::concerns(const job::Job& job) {
  if (job.id == interest_.current) {
    if (job.state == job::JobState::processing) { // our own doing
      // What was told before the session had claimed it, the claim has taken into account.
      if (mail_.lost == job.id) mail_.lost = 0;
      return false;
    }
    mail_.lost = job.id;
    return true;
  }
  const bool may_change_the_next = job.id == interest_.ahead || interest_.waiting;
  if (job.state != job::JobState::pending && !may_change_the_next) return false;
  mail_.look = true;
  if (may_change_the_next) return true;
  if (interest_.current != 0 && !interest_.wants_ahead) return false; // in time enough later
  const bool comes_after_ahead =
      interest_.ahead != 0 && job.id > interest_.ahead && job.priority <= interest_.ahead_priority;
  return !comes_after_ahead;
}

void Mailbox::job_event(const job::Event& event) {
  {
    const std::lock_guard lock(mutex_);
    if (!concerns(*event.job)) return;
    called_ = true;
  }
  changed_.notify_one();
}

} // namespace platen::schedule
