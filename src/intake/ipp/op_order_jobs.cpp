#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_order.h"
#include "intake/ipp/job_states.h"

namespace platen::intake::ipp {

namespace {

Result<std::vector<job::Job>> pending_jobs(const Call& call) {
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = call.job->printer;
  query.states = {job::JobState::pending};
  return jobs_in_order(call.services.store, query);
}

// Only a job that is about to be served has a place in the order.
Result<std::int32_t> new_priority(const Call& call, const std::optional<job::JobId>& after) {
  const job::Job& job = *call.job;
  if (job.state != job::JobState::pending)
    return fail(Errc::conflict,
                "job " + std::to_string(job.id) + " is " + std::string(job::to_string(job.state)));
  TRY(const auto pending, pending_jobs(call));
  const auto priority = priority_after(pending, job, after, call.services.store.queue_order());
  if (priority) return *priority;
  return fail(Errc::conflict, "no job-priority brings job " + std::to_string(job.id) +
                                  " there: among jobs of one priority it has no choice");
}

void reorder(const std::shared_ptr<Call>& call, std::string_view act,
             const std::optional<job::JobId>& after) {
  const auto priority = new_priority(*call, after);
  if (!priority) return call->answer(priority.error());
  change_job(call, act, [priority = *priority](job::Job& job) -> Result<void> {
    TRY_VOID(check_unstarted(job));
    job.priority = priority;
    return {};
  });
}

} // namespace

// RFC 3998 section 4.4.1: next after the job that prints now.
void promote_job(const std::shared_ptr<Call>& call) {
  reorder(call, "promote-job", std::nullopt);
}

// RFC 3998 section 4.4.2.
void schedule_job_after(const std::shared_ptr<Call>& call) {
  const auto named = call->request.integer(IPP_TAG_OPERATION, "predecessor-job-id");
  if (!named) return reorder(call, "promote-job", std::nullopt);
  const auto predecessor = call->services.store.job(*named);
  if (!predecessor) return call->answer(predecessor.error());
  const bool there = predecessor->printer == call->job->printer && predecessor->id != call->job->id;
  if (!there || job::is_finished(predecessor->state) || predecessor->state == job::JobState::held)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE,
                        "job " + std::to_string(*named) + " is not waiting at this printer");
  const bool prints = predecessor->state != job::JobState::pending;
  reorder(call, "schedule-job-after", prints ? std::nullopt : std::optional(*named));
}

} // namespace platen::intake::ipp
