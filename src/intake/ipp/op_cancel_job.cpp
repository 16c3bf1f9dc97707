#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_states.h"

namespace platen::intake::ipp {

namespace {

void cancel_and_answer(const std::shared_ptr<Call>& call, job::JobId id) {
  cancel_job_of(call, id, [call](const Result<void>& outcome) {
    if (!outcome) return answer_store(call, outcome.error());
    call->answer(IPP_STATUS_OK);
  });
}

// The job that a printer is at: the client's job-id has to be that one (RFC 3998 section 4.2).
Result<job::Job> current_job(const Call& call) {
  const job::JobId id = call.services.scheduler.status(call.printer->id)->current;
  if (id == 0) return fail(Errc::conflict, "the printer is at no job");
  const auto named = call.request.integer(IPP_TAG_OPERATION, "job-id");
  if (named && *named != id)
    return fail(Errc::conflict, "the printer is not at job " + std::to_string(*named));
  TRY(job::Job job, call.services.store.job(id));
  if (!may_change(call, job))
    return fail(Errc::denied, "job " + std::to_string(id) + " belongs to somebody else");
  return job;
}

} // namespace

// RFC 8011 section 4.3.3.
void cancel_job(const std::shared_ptr<Call>& call) {
  cancel_and_answer(call, call->job->id);
}

void cancel_current_job(const std::shared_ptr<Call>& call) {
  const auto job = current_job(*call);
  if (!job) return call->answer(job.error());
  cancel_and_answer(call, job->id);
}

// RFC 3998 section 4.3: the printer goes on with other jobs. The scheduler sees the record change
// and cuts the device off.
void suspend_current_job(const std::shared_ptr<Call>& call) {
  const auto job = current_job(*call);
  if (!job) return call->answer(job.error());
  call->services.store.update_job(job->id, suspend_job, [call](const Result<job::Job>& suspended) {
    if (!suspended) return answer_store(call, suspended.error());
    call->answer(IPP_STATUS_OK);
  });
}

// PWG 5100.5. Documents of a job are printed as one: the only one is canceled with its job, and
// another is not taken out.
void cancel_document(const std::shared_ptr<Call>& call) {
  const auto number = call->request.integer(IPP_TAG_OPERATION, "document-number");
  if (!number) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "document-number is missing");
  const auto& documents = call->job->documents;
  if (*number < 1 || static_cast<std::size_t>(*number) > documents.size())
    return call->answer(IPP_STATUS_ERROR_NOT_FOUND,
                        "the job has no document " + std::to_string(*number));
  if (documents.size() > 1 || call->job->incoming)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE,
                        "one of several documents cannot be canceled alone; cancel the job");
  cancel_and_answer(call, call->job->id);
}

} // namespace platen::intake::ipp
