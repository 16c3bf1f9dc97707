#pragma once

#include "job/sqlite/connection.h"
#include "job/sqlite/state.h"

// The jobs that wait for a printer, in the order in which they are served (QueueOrder), and those
// that are held.
namespace platen::job::sqlite {

// The first one that is not among `skip`. With fair turns: the oldest job of the user whose turn it
// is, as if those of `skip` were not there.
Result<std::optional<JobId>> next_waiting(Connection& connection, PrinterId printer,
                                          const std::vector<JobId>& skip, QueueOrder order,
                                          const State& state);
// All of them. With fair turns: as they come when everybody goes on taking turns.
Result<std::vector<JobId>> waiting_ids(Connection& connection, PrinterId printer, QueueOrder order,
                                       const State& state);
// The held ones of a query, by falling priority and then by age; no more rows are read than come
// before the last of them.
Result<std::vector<JobId>> held_ids(Connection& connection, const JobQuery& query);
// What the state begins with.
Result<Turns> load_turns(Connection& connection);
Result<std::map<std::string, Unfinished>> load_users(Connection& connection);

} // namespace platen::job::sqlite
