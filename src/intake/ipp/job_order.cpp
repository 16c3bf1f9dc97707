#include "intake/ipp/job_order.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace platen::intake::ipp {

using job::JobState;

namespace {

constexpr std::size_t most_counted = 10'000;
const std::vector<std::vector<JobState>> groups{
    {JobState::processing, JobState::stopped}, {JobState::pending}, {JobState::held}};

bool contains(const std::vector<JobState>& states, JobState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

// What the order of a group follows from.
struct Entry {
  job::JobId id = 0;
  std::int64_t place = 0; // where users take turns, jobs before it; else by falling priority
  bool operator<(const Entry& other) const {
    return std::tie(place, id) < std::tie(other.place, other.id);
  }
};

using Ids = std::optional<std::vector<job::JobId>>;

// Whatever a printer's queue has; nothing while one of its jobs still waits for documents.
Result<Ids> whole_queue(const job::Store& store, job::PrinterId printer) {
  TRY(auto waiting, store.waiting_jobs(printer));
  const auto pending = static_cast<std::size_t>(store.counts(printer).pending);
  return waiting.size() == pending ? Ids(std::move(waiting)) : Ids();
}

// Those of all printers: first come the jobs that are next at theirs.
Result<Ids> all_queues(const job::Store& store) {
  std::vector<Entry> entries;
  const auto printers = store.printers();
  for (const job::Printer& printer : *printers) {
    TRY(const Ids waiting, whole_queue(store, printer.id));
    if (!waiting) return Ids();
    const job::JobCounts counts = store.counts(printer.id);
    std::int64_t place = counts.processing + counts.stopped;
    for (const job::JobId id : *waiting)
      entries.push_back({id, place++});
  }
  std::sort(entries.begin(), entries.end());
  Ids ids(std::in_place);
  for (const Entry& entry : entries)
    ids->push_back(entry.id);
  return ids;
}

// The pending jobs of a query in their order, known without reading them; nothing where it asks for
// some of them alone.
Result<Ids> known_order(const job::Store& store, const job::JobQuery& query) {
  if (query.user || query.first > 1 || !query.ids.empty()) return Ids();
  if (query.printer) return whole_queue(store, *query.printer);
  return store.queue_order() == job::QueueOrder::fair ? all_queues(store) : Ids();
}

Result<std::vector<job::JobId>> ids_of_group(const job::Store& store, const job::JobQuery& part,
                                             JobState state) {
  if (state == JobState::held && part.ids.empty()) return store.held_jobs(part);
  if (state == JobState::pending) {
    TRY(auto all, known_order(store, part));
    if (all) return *std::move(all);
  }
  std::vector<job::Job> found; // without what makes records large
  TRY_VOID(store.each_job(part, [&](const job::Job& job) {
    job::Job& kept = found.emplace_back();
    kept.id = job.id;
    kept.printer = job.printer;
    kept.priority = job.priority;
    kept.state = job.state;
    return true;
  }));
  Standing standing(store);
  // Also over several printers.
  const bool by_priority = state == JobState::held || store.queue_order() == job::QueueOrder::age;
  std::vector<Entry> entries;
  for (const job::Job& job : found) {
    std::int32_t place = -job.priority;
    if (!by_priority) {
      TRY(place, standing.before(job));
    }
    entries.push_back({job.id, place});
  }
  std::sort(entries.begin(), entries.end());
  std::vector<job::JobId> ids;
  for (const Entry& entry : entries)
    ids.push_back(entry.id);
  return ids;
}

} // namespace

Result<const Standing::Queue*> Standing::queue_of(job::PrinterId printer) {
  const auto [entry, is_new] = queues_.try_emplace(printer);
  if (!is_new) return &entry->second;
  TRY(const auto waiting, store_.waiting_jobs(printer));
  Queue& queue = entry->second;
  const job::JobCounts counts = store_.counts(printer);
  queue.begun = counts.processing + counts.stopped;
  for (const job::JobId id : waiting)
    queue.places.emplace(id, queue.waiting++);
  return &queue;
}

Result<std::int32_t> Standing::before(const job::Job& job) {
  if (job.state != JobState::pending && job.state != JobState::held) return 0;
  TRY(const Queue* const queue, queue_of(job.printer));
  const auto place = queue->places.find(job.id);
  if (job.state == JobState::held || place == queue->places.end())
    return queue->begun + queue->waiting;
  return queue->begun + place->second;
}

// By groups of states, so that a short list does not read every held job. Only the jobs of the
// answer are kept in memory.
Result<std::vector<job::Job>> jobs_in_order(const job::Store& store, const job::JobQuery& query) {
  std::vector<job::JobId> order; // from the first served, but for held ones that are passed over
  std::size_t passed = 0;
  const auto skip = static_cast<std::size_t>(std::max(query.skip, 0));
  const std::size_t end = skip + static_cast<std::size_t>(std::max(query.limit, 0));
  for (const auto& group : groups) {
    job::JobQuery part = query;
    part.skip = 0;
    std::erase_if(part.states, [&](JobState s) { return !contains(group, s); });
    if (!query.states.empty() && part.states.empty()) continue;
    if (query.states.empty()) part.states = group;
    // A pending job of any age may be the next.
    part.limit = static_cast<std::int32_t>(std::max(end, most_counted));
    if (group.front() == JobState::held && query.ids.empty()) {
      passed = skip - std::min(skip, order.size());
      part.skip = static_cast<std::int32_t>(passed);
      part.limit = static_cast<std::int32_t>(end - order.size() - passed);
    }
    TRY(const auto ids, ids_of_group(store, part, group.front()));
    order.insert(order.end(), ids.begin(), ids.end());
    if (order.size() >= end) break;
  }
  std::vector<job::Job> page;
  for (std::size_t i = skip - passed; i < std::min(end - passed, order.size()); ++i)
    if (auto job = store.job(order[i])) page.push_back(*std::move(job)); // else forgotten meanwhile
  return page;
}

namespace {

// The ids of the others in their order, and where the job would stand among them.
bool stands_after(const std::vector<job::Job>& pending, const job::Job& job, std::int32_t priority,
                  const std::optional<job::JobId>& predecessor) {
  std::vector<std::pair<std::int32_t, job::JobId>> order{{-priority, job.id}};
  for (const job::Job& other : pending)
    if (other.id != job.id) order.emplace_back(-other.priority, other.id);
  std::sort(order.begin(), order.end());
  const auto self = std::find(order.begin(), order.end(), std::pair(-priority, job.id));
  const bool first = self == order.begin();
  return predecessor ? !first && std::prev(self)->second == *predecessor : first;
}

// Between the two neighbours, unless the job is there already.
std::optional<std::int32_t> priority_between(const std::vector<job::Job>& pending,
                                             const job::Job& job,
                                             const std::optional<job::JobId>& predecessor) {
  std::vector<job::Job> others = pending;
  std::erase_if(others, [&](const job::Job& other) { return other.id == job.id; });
  auto next = others.begin();
  if (predecessor) {
    next = std::ranges::find(others, *predecessor, &job::Job::id);
    if (next == others.end()) return std::nullopt;
    ++next;
  }
  const auto at = static_cast<std::size_t>(next - others.begin());
  if (at < pending.size() && pending[at].id == job.id) return job.priority;
  constexpr std::int32_t least = 1, most = 100;
  const std::int32_t above = at == 0 ? most + 1 : others[at - 1].priority;
  const std::int32_t below = next == others.end() ? least - 1 : next->priority;
  return above - below > 1 ? std::optional(below + 1) : std::nullopt;
}

} // namespace

std::optional<std::int32_t> priority_after(const std::vector<job::Job>& pending,
                                           const job::Job& job,
                                           const std::optional<job::JobId>& predecessor,
                                           job::QueueOrder order) {
  if (order == job::QueueOrder::fair) return priority_between(pending, job, predecessor);
  for (std::int32_t priority = 1; priority <= 100; ++priority)
    if (stands_after(pending, job, priority, predecessor)) return priority;
  return std::nullopt;
}

} // namespace platen::intake::ipp
