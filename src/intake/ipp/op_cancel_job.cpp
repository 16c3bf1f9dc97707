#include "intake/ipp/cancel_several.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_states.h"

#include <algorithm>

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

// RFC 8011 section 4.3.3. With CUPS' attribute (`cancel -x`) the job leaves the history, too.
void cancel_job(const std::shared_ptr<Call>& call) {
  const auto asked = [&](const char* name) {
    return call->request.boolean(IPP_TAG_OPERATION, name).value_or(false);
  };
  if (!asked("purge-jobs") && !asked("purge-job")) return cancel_and_answer(call, call->job->id);
  cancel_or_purge(call, {false, true, {call->job->id}}, [call](const Result<void>& outcome) {
    if (!outcome) return answer_store(call, outcome.error());
    call->answer(IPP_STATUS_OK);
  });
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

namespace {

// Takes one document out of a job that has not begun; the others are printed. One that goes on
// behind the sheets that are there has.
Result<void> take_out(job::Job& job, std::int32_t number, const char* reason) {
  TRY_VOID(check_unstarted(job));
  if (job.sheets_done > 0)
    return fail(Errc::conflict, std::to_string(job.sheets_done) + " sheets of job " +
                                    std::to_string(job.id) +
                                    " are printed: its documents can no longer be taken out");
  job::Document& document = job.documents[static_cast<std::size_t>(number - 1)];
  if (!document.canceled.empty())
    return fail(Errc::conflict, "document " + std::to_string(number) + " is canceled already");
  document.canceled = reason;
  if (job.incoming || job.has_document_to_print()) return {};
  return fail(Errc::conflict, "nothing would be left to print of job " + std::to_string(job.id));
}

// Whether the document is the last that the job prints: the job is canceled with it.
bool is_last(const job::Job& job, std::int32_t number) {
  return !job.incoming &&
         std::all_of(job.documents.begin(), job.documents.end(), [&](const auto& d) {
           return d.number == number ? d.canceled.empty() : !d.canceled.empty();
         });
}

} // namespace

// PWG 5100.5. Once a job has begun its documents are one stream of pages, and none is
// taken out of it.
void cancel_document(const std::shared_ptr<Call>& call) {
  const auto number = call->request.integer(IPP_TAG_OPERATION, "document-number");
  if (!number) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "document-number is missing");
  const auto& documents = call->job->documents;
  if (*number < 1 || static_cast<std::size_t>(*number) > documents.size())
    return call->answer(IPP_STATUS_ERROR_NOT_FOUND,
                        "the job has no document " + std::to_string(*number));
  if (is_last(*call->job, *number)) return cancel_and_answer(call, call->job->id);
  const char* const reason =
      call->principal.may_operate() ? "canceled-by-operator" : "canceled-by-user";
  change_job(call, "cancel-document",
             [number = *number, reason](job::Job& job) { return take_out(job, number, reason); });
}

} // namespace platen::intake::ipp
