#pragma once

#include "job/store.h"

#include <optional>
#include <vector>

// The order in which jobs are served: those that print, then by priority, then by age; held ones
// last.
namespace platen::intake::ipp {

bool served_before(const job::Job& a, const job::Job& b);
// The unfinished jobs that a query names, in that order; its skip and limit count from the first
// served.
Result<std::vector<job::Job>> jobs_in_order(const job::Store& store, const job::JobQuery& query);
std::int32_t jobs_before(const job::Store& store, const job::Job& job);

// The priority with which `job` comes right after `predecessor` (nothing: before all others) among
// the pending jobs of its printer. Nothing when no priority of 1 to 100 does that, because equals
// are served by age.
std::optional<std::int32_t> priority_after(const std::vector<job::Job>& pending,
                                           const job::Job& job,
                                           const std::optional<job::JobId>& predecessor);

} // namespace platen::intake::ipp
