#pragma once

#include "job/store.h"

#include <map>
#include <optional>
#include <vector>

// The order in which jobs are served: those that print, then those that wait, as the store serves
// them (job::QueueOrder), held ones last.
namespace platen::intake::ipp {

// Where jobs stand among those of their printers. Asks the store once for each printer:
// short-lived.
class Standing {
public:
  explicit Standing(const job::Store& store) : store_(store) {}
  // number-of-intervening-jobs: those that the printer serves before this one, as long as nothing
  // comes or goes. Before a held job are all that are not held.
  Result<std::int32_t> before(const job::Job& job);

private:
  struct Queue {
    std::int32_t begun = 0, waiting = 0;
    std::map<job::JobId, std::int32_t> places;
  };
  Result<const Queue*> queue_of(job::PrinterId printer);
  const job::Store& store_;
  std::map<job::PrinterId, Queue> queues_;
};

// The unfinished jobs that a query names, in the order of service, by age where they are equal (as
// at two printers); its skip and limit count from the first served.
Result<std::vector<job::Job>> jobs_in_order(const job::Store& store, const job::JobQuery& query);

// The priority with which `job` comes right after `predecessor` (nothing: before all others) among
// the pending jobs of its printer, which are in their order. Nothing when no priority of 1 to 100
// does that: equals are served by turns or by age. Where users take turns, a place among equals
// would not last: only a priority of its own will do.
std::optional<std::int32_t> priority_after(const std::vector<job::Job>& pending,
                                           const job::Job& job,
                                           const std::optional<job::JobId>& predecessor,
                                           job::QueueOrder order);

} // namespace platen::intake::ipp
