#pragma once

#include "intake/ipp/operation.h"

#include <functional>
#include <vector>

// Canceling and purging of more than one job.
namespace platen::intake::ipp {

// Which jobs of a request are meant: those of its printer (or of all), or of its user alone.
struct Several {
  bool only_mine = false;      // of the request's user, as may_change() proves it
  bool purge = false;          // they leave the history as well, and so do those that have ended
  std::vector<job::JobId> ids; // ascending; empty: all
};

// Unfinished jobs are canceled through the scheduler, some hundreds at a time; then, for a purge,
// what has ended is forgotten with its documents. `done` gets the first failure that is none of a
// job that ended by itself meanwhile.
void cancel_or_purge(const std::shared_ptr<Call>& call, Several which,
                     std::function<void(Result<void>)> done);

} // namespace platen::intake::ipp
