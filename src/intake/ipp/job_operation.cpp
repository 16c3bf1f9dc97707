#include "intake/ipp/job_operation.h"

#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"

namespace platen::intake::ipp {

void answer_store(const std::shared_ptr<Call>& call, const Error& error) {
  if (error.code == Errc::io) return call->answer(IPP_STATUS_ERROR_TEMPORARY, error.message());
  call->answer(error);
}

job::Store::Done<job::Job> answers_with_job(std::shared_ptr<Call> call, ipp_status_t success) {
  return [call = std::move(call), success](const Result<job::Job>& job) {
    if (!job) return answer_store(call, job.error());
    add_job_status(*call, *job);
    call->answer(success);
  };
}

void note(const Call& call, std::string_view act, const std::string& object,
          const Result<void>& outcome) {
  call.services.audit.record(call.principal, act, object,
                             outcome ? "done" : outcome.error().message());
}

void change_job(const std::shared_ptr<Call>& call, std::string_view act, job::Store::JobEdit edit) {
  const job::JobId id = call->job->id;
  call->services.store.update_job(id, std::move(edit), [call, act, id](Result<job::Job> job) {
    const Result<void> outcome = job ? Result<void>() : Failure(job.error());
    note(*call, act, "job " + std::to_string(id), outcome);
    if (!job) return answer_store(call, job.error());
    call->answer(IPP_STATUS_OK);
  });
}

void cancel_job_of(const std::shared_ptr<Call>& call, job::JobId id,
                   std::function<void(Result<void>)> done) {
  const std::string_view why =
      call->principal.may_operate() ? "job-canceled-by-operator" : "job-canceled-by-user";
  auto edit = [why, message = clean_text(
                        call->request.text(IPP_TAG_OPERATION, "message").value_or(std::string()))](
                  job::Job& job) {
    const auto unfinished = check_unfinished(job);
    if (!unfinished) return unfinished;
    std::erase_if(job.reasons, [](const std::string& reason) { return holds(reason); });
    add_reason(job, why);
    if (!message.empty()) job.state_message = message;
    return unfinished;
  };
  call->services.scheduler.cancel(
      id, std::move(edit), [call, id, done = std::move(done)](const Result<job::Job>& job) {
        const Result<void> outcome = job ? Result<void>() : Failure(job.error());
        note(*call, "cancel-job", "job " + std::to_string(id), outcome);
        done(outcome);
      });
}

bool refuse_unstored(const std::shared_ptr<Call>& call) {
  if (call->document_error.empty()) return false;
  call->answer(IPP_STATUS_ERROR_TEMPORARY, call->document_error);
  return true;
}

} // namespace platen::intake::ipp
