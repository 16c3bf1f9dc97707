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

// Where a job stands in the order, and its id.
using Place = std::tuple<int, std::int32_t, job::JobId>;
Place place_of(const job::Job& job) {
  return {rank(job), -job.priority, job.id};
}

constexpr std::size_t most_counted = 10'000;
const std::vector<std::vector<JobState>> groups{
    {JobState::processing, JobState::stopped}, {JobState::pending}, {JobState::held}};

bool contains(const std::vector<JobState>& states, JobState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace

bool served_before(const job::Job& a, const job::Job& b) {
  return place_of(a) < place_of(b);
}

// By groups of states, so that a short list does not read every held job. The places of all are
// sorted, but only the jobs of the answer are held in memory.
Result<std::vector<job::Job>> jobs_in_order(const job::Store& store, const job::JobQuery& query) {
  std::vector<Place> places;
  const auto skip = static_cast<std::size_t>(std::max(query.skip, 0));
  const std::size_t end = skip + static_cast<std::size_t>(std::max(query.limit, 0));
  for (const auto& group : groups) {
    job::JobQuery part = query;
    part.skip = 0;
    std::erase_if(part.states, [&](JobState s) { return !contains(group, s); });
    if (!query.states.empty() && part.states.empty()) continue;
    if (query.states.empty()) part.states = group;
    // A pending job of any age may be the next; held ones are served by none of them.
    part.limit = static_cast<std::int32_t>(
        contains(group, JobState::held) ? end - places.size() : std::max(end, most_counted));
    TRY_VOID(store.each_job(part, [&](const job::Job& job) {
      places.push_back(place_of(job));
      return true;
    }));
    if (places.size() >= end) break;
  }
  std::sort(places.begin(), places.end());
  std::vector<job::Job> page;
  for (std::size_t i = skip; i < std::min(end, places.size()); ++i)
    if (auto job = store.job(std::get<2>(places[i])))
      page.push_back(*std::move(job)); // else forgotten meanwhile
  return page;
}

std::int32_t jobs_before(const job::Store& store, const job::Job& job) {
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = job.printer;
  query.states = {JobState::pending, JobState::processing, JobState::stopped};
  query.limit = static_cast<std::int32_t>(most_counted);
  if (job::is_finished(job.state)) return 0;
  std::int32_t before = 0;
  const auto read = store.each_job(query, [&](const job::Job& other) {
    if (served_before(other, job)) ++before;
    return true;
  });
  return read ? before : 0;
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
