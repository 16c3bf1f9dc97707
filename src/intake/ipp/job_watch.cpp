#include "intake/ipp/job_watch.h"

#include "intake/ipp/job_states.h"

#include <charconv>
#include <vector>

namespace platen::intake::ipp {

using job::JobState;

struct JobWatch::Shared {
  mutable std::mutex mutex;
  struct Waiting {
    job::Time deadline = 0;
    int uploads = 0;
  };
  std::map<job::JobId, Waiting> waiting;
  std::map<job::JobId, job::Time> timed; // that also wait for something else

  void see(const job::Job& job, bool is_there) {
    if (is_there && job.state == JobState::held && job.release_at < 0)
      timed[job.id] = hold_time(job);
    else
      timed.erase(job.id);
  }
};

namespace {

// "+SECONDS" and the keywords become a time when the job ends.
std::optional<job::Time> kept_until(const job::Job& job, const Calendar& calendar) {
  const std::string_view rule = job.retain_until;
  if (rule.empty() || job.retain_until_time != 0) return std::nullopt;
  if (!rule.starts_with('+')) return retained_until(rule, job.finished, calendar);
  std::int64_t seconds = 0;
  std::from_chars(rule.data() + 1, rule.data() + rule.size(), seconds);
  return job.finished + seconds;
}

Result<void> end_waiting(job::Job& job) {
  TRY_VOID(close_job(job));
  if (job.has_document_to_print()) {
    job.detailed.emplace_back("no further document came in time");
    return {};
  }
  job.state = JobState::aborted;
  add_reason(job, "aborted-by-system");
  add_reason(job, "submission-interrupted");
  job.state_message = "no document came in time";
  return {};
}

// Its time no longer keeps the job.
Result<void> end_hold_time(job::Job& job, job::Time now) {
  if (job.state != JobState::held || job.release_at >= 0 || hold_time(job) > now)
    return fail(Errc::conflict, "its time does not hold it");
  job.hold_until = "no-hold";
  drop_reason(job, reason::hold_until);
  settle_state(job);
  return {};
}

} // namespace

JobWatch::JobWatch(job::Store& store, Options options)
    : store_(store), options_(std::move(options)), shared_(std::make_shared<Shared>()) {
  store_.observe([this](const job::Event& event) { see(event); });
}

Result<void> JobWatch::load() {
  constexpr std::int32_t at_once = 1000;
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.limit = at_once;
  while (true) {
    TRY(const auto jobs, store_.jobs(query));
    const std::lock_guard lock(shared_->mutex);
    for (const job::Job& job : jobs) {
      shared_->see(job, true);
      if (job.incoming) shared_->waiting[job.id].deadline = options_.clock() + time_out().count();
    }
    if (jobs.size() < static_cast<std::size_t>(at_once)) return {};
    query.first = jobs.back().id + 1;
  }
}

void JobWatch::see(const job::Event& event) {
  if (event.job == nullptr) return;
  const job::Job& job = *event.job;
  using Kind = job::Event::Kind;
  const bool is_active = event.kind != Kind::job_forgotten && !job::is_finished(job.state);
  const bool was_active = event.job_was && !job::is_finished(*event.job_was);
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->see(job, is_active);
    if (is_active && job.incoming) {
      shared_->waiting[job.id].deadline = options_.clock() + time_out().count();
    } else {
      shared_->waiting.erase(job.id);
    }
  }
  if (is_active || !was_active) return;
  if (const auto until = kept_until(job, options_.calendar))
    store_.update_job(
        job.id,
        [until](job::Job& changed) -> Result<void> {
          changed.retain_until_time = *until;
          return {};
        },
        [](const Result<job::Job>&) {});
}

std::shared_ptr<void> JobWatch::uploading(job::JobId id) {
  {
    const std::lock_guard lock(shared_->mutex);
    const auto found = shared_->waiting.find(id);
    if (found == shared_->waiting.end()) return nullptr;
    ++found->second.uploads;
  }
  const auto ended = [shared = shared_, id, clock = options_.clock, wait = time_out()](void*) {
    const std::lock_guard lock(shared->mutex);
    const auto found = shared->waiting.find(id);
    if (found == shared->waiting.end()) return;
    --found->second.uploads;
    found->second.deadline = clock() + wait.count();
  };
  return {shared_.get(), ended};
}

void JobWatch::sweep() {
  std::vector<job::JobId> late, passed;
  const job::Time wall = options_.wall ? options_.wall() : 0;
  {
    const std::lock_guard lock(shared_->mutex);
    const job::Time now = options_.clock();
    for (const auto& [id, entry] : shared_->waiting)
      if (entry.uploads == 0 && entry.deadline <= now) late.push_back(id);
    for (const auto& [id, time] : shared_->timed)
      if (time <= wall) passed.push_back(id);
  }
  for (const job::JobId id : late)
    store_.update_job(id, end_waiting, [](const Result<job::Job>&) {});
  for (const job::JobId id : passed)
    store_.update_job(
        id, [wall](job::Job& job) { return end_hold_time(job, wall); },
        [](const Result<job::Job>&) {});
}

std::size_t JobWatch::waiting() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->waiting.size();
}

std::chrono::seconds JobWatch::time_out() const {
  return options_.time_out;
}

} // namespace platen::intake::ipp
