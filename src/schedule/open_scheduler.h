#pragma once

#include "schedule/scheduler.h"

namespace platen::schedule {

// make_scheduler() for a server that is about to start: Errc::busy where there is no thread for it.
Result<std::unique_ptr<Scheduler>>
open_scheduler(job::Store& store, std::span<const model::Model> models, SchedulerOptions options);

} // namespace platen::schedule
