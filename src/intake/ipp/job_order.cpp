#include "intake/ipp/job_order.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace platen::intake::ipp {

using job::JobState;

namespace {

int rank(const job::Job& job) {
  switch (job.state) {
  case JobState::processing:
  case JobState::stopped:
    return 0;
  case JobState::pending:
    return 1;
  case JobState::held:
    return 2;
  default:
    return 3;
  }
}

constexpr std::int32_t most_counted = 10'000;
const std::vector<std::vector<JobState>> groups{
    {JobState::processing, JobState::stopped}, {JobState::pending}, {JobState::held}};

bool contains(const std::vector<JobState>& states, JobState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace

bool served_before(const job::Job& a, const job::Job& b) {
  return std::tuple(rank(a), -a.priority, a.id) < std::tuple(rank(b), -b.priority, b.id);
}

void sort_by_service(std::vector<job::Job>& jobs) {
  std::sort(jobs.begin(), jobs.end(), served_before);
}

// By groups of states, so that a short list does not read every held job.
Result<std::vector<job::Job>> jobs_in_order(const job::Store& store, const job::JobQuery& query) {
  std::vector<job::Job> all;
  const auto limit = static_cast<std::size_t>(std::max(query.limit, 0));
  for (const auto& group : groups) {
    job::JobQuery part = query;
    std::erase_if(part.states, [&](JobState s) { return !contains(group, s); });
    if (!query.states.empty() && part.states.empty()) continue;
    if (query.states.empty()) part.states = group;
    // A pending job of any age may be the next; held ones are served by none of them.
    part.limit = contains(group, JobState::held) ? static_cast<std::int32_t>(limit - all.size())
                                                 : std::max(query.limit, most_counted);
    TRY(std::vector<job::Job> jobs, store.jobs(part));
    sort_by_service(jobs);
    std::move(jobs.begin(), jobs.end(), std::back_inserter(all));
    if (all.size() >= limit) break;
  }
  if (all.size() > limit) all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
  return all;
}

std::int32_t jobs_before(const job::Store& store, const job::Job& job) {
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = job.printer;
  query.states = {JobState::pending, JobState::processing, JobState::stopped};
  query.limit = most_counted;
  const auto jobs = store.jobs(query);
  if (!jobs || job::is_finished(job.state)) return 0;
  return static_cast<std::int32_t>(
      std::count_if(jobs->begin(), jobs->end(),
                    [&](const job::Job& other) { return served_before(other, job); }));
}

std::optional<std::int32_t> priority_after(const std::vector<job::Job>& pending,
                                           const job::Job& job,
                                           const std::optional<job::JobId>& predecessor) {
  for (std::int32_t priority = 1; priority <= 100; ++priority) {
    // The ids of the others in their order, and where the job would stand among them.
    std::vector<std::pair<std::int32_t, job::JobId>> order{{-priority, job.id}};
    for (const job::Job& other : pending)
      if (other.id != job.id) order.emplace_back(-other.priority, other.id);
    std::sort(order.begin(), order.end());
    const auto self = std::find(order.begin(), order.end(), std::pair(-priority, job.id));
    const bool first = self == order.begin();
    if (predecessor ? !first && std::prev(self)->second == *predecessor : first) return priority;
  }
  return std::nullopt;
}

} // namespace platen::intake::ipp
