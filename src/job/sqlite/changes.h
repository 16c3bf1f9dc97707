#pragma once

#include "job/sqlite/work.h"

#include <span>

// The changes of the Store interface (job/store.h says what each promises), as bodies that run in
// the writer's transaction.
namespace platen::job::sqlite {

Result<Printer> add_printer(Work& work, Printer printer);
Result<Printer> update_printer(Work& work, PrinterId id, const Store::PrinterEdit& edit);
Result<Printer> remove_printer(Work& work, PrinterId id);

using ArrivingDocuments = std::span<ArrivingDocument* const>;
Result<Job> add_job(Work& work, Job job, ArrivingDocuments documents);
Result<Job> add_document(Work& work, JobId id, ArrivingDocument& document,
                         const Store::JobEdit& edit);
Result<Job> update_job(Work& work, JobId id, const Store::JobEdit& edit);
Result<std::vector<JobId>> update_jobs(Work& work, const JobQuery& query,
                                       const Store::JobEdit& edit);
Result<Job> copy_job(Work& work, JobId id, const Store::JobEdit& edit);
Result<std::vector<JobId>> release_due(Work& work, Time now);
// At the start: what a dead server was printing waits again.
Result<void> take_up_again(Work& work);

// One step of pruning, small enough not to hold up others.
struct PruneStep {
  PruneReport done;
  bool more = false;
};
Result<PruneStep> prune_step(Work& work, const Retention& keep, Time now);

// One step of forgetting; the next one goes on from `next`.
struct ForgetStep {
  PruneStep step;
  JobId next = 1;
};
Result<ForgetStep> forget_step(Work& work, JobQuery query, const Store::JobTest& test);

} // namespace platen::job::sqlite
