#pragma once

#include "job/account.h"
#include "job/sqlite/connection.h"

#include <functional>
#include <span>

// The table of what was printed.
namespace platen::job::sqlite {

// A job that ended; of one that has an entry, what is new in it.
Result<void> enter_job(Connection& connection, const Job& job);
// Those jobs of the history that ended and have no entry; how many there were. A record that cannot
// be read gives none.
Result<std::int64_t> enter_finished_jobs(Connection& connection);
// As Store::counted(), without what the job `but` planned or used.
Result<std::int64_t> counted(Connection& connection, const Limit& limit, JobId but);
// As Store::plan(). Errc::conflict: the job has ended.
Result<void> plan_job(Connection& connection, const Job& job, Usage whole,
                      std::span<const Limit> limits, Time now);
// Plans of jobs that are not there, or have ended.
Result<void> drop_old_plans(Connection& connection);
// As Store::each_entry().
Result<void> for_each_entry(Connection& connection, const AccountQuery& query,
                            const std::function<bool(const AccountEntry&)>& each);

} // namespace platen::job::sqlite
