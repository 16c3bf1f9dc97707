#include "base/limits.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/job_watch.h"

namespace platen::intake::ipp {

namespace {

std::optional<bool> last_document(const Call& call) {
  return call.request.boolean(IPP_TAG_OPERATION, "last-document");
}

Result<void> check_open(const job::Job& job) {
  if (job.state == job::JobState::canceled || job.state == job::JobState::aborted)
    return fail(Errc::cancelled, "job " + std::to_string(job.id) + " was " +
                                     std::string(job::to_string(job.state)) + " meanwhile");
  TRY_VOID(check_unfinished(job));
  if (!job.incoming)
    return fail(Errc::conflict, "job " + std::to_string(job.id) + " takes no more documents");
  if (job.documents.size() >= limits::job_documents)
    return fail(Errc::limit,
                "a job has at most " + std::to_string(limits::job_documents) + " documents");
  return {};
}

} // namespace

// A job without any document has nothing to print.
Result<void> close_documents(job::Job& job, bool has_documents) {
  TRY_VOID(close_job(job));
  if (has_documents) return {};
  job.state = job::JobState::aborted;
  job.release_at = 0;
  job.reasons = {"aborted-by-system"};
  job.state_message = "the job was closed without a document";
  return {};
}

std::optional<Refusal> check_send_document(Call& call) {
  if (!last_document(call))
    return Refusal{IPP_STATUS_ERROR_BAD_REQUEST, "last-document is missing"};
  if (const auto open = check_open(*call.job); !open)
    return Refusal{open.error().code == Errc::cancelled ? IPP_STATUS_ERROR_NOT_POSSIBLE
                                                        : status_of(open.error().code),
                   open.error().message()};
  if (auto refusal = check_format(call)) return refusal;
  if (auto refusal = check_room(call, false)) return refusal;
  if (call.services.watch != nullptr) call.keep = call.services.watch->uploading(call.job->id);
  return std::nullopt;
}

// RFC 8011 section 4.3.1.
void send_document(const std::shared_ptr<Call>& call) {
  if (refuse_unstored(call)) return;
  const bool last = *last_document(*call);
  auto document = take_document(*call);
  if (document == nullptr && !last)
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request has no document");
  const bool comes = document != nullptr;
  const auto edit = [last, comes](job::Job& job) -> Result<void> {
    TRY_VOID(check_open(job));
    if (last) return close_documents(job, comes || job.has_document_to_print());
    return {};
  };
  job::Store& store = call->services.store;
  if (comes) {
    store.add_document(call->job->id, std::move(document), edit, answers_with_job(call));
  } else {
    store.update_job(call->job->id, edit, answers_with_job(call));
  }
}

// PWG 5100.7: no more documents follow. A job that is closed already stays so.
void close_job(const std::shared_ptr<Call>& call) {
  call->services.store.update_job(
      call->job->id,
      [](job::Job& job) -> Result<void> {
        TRY_VOID(check_unfinished(job));
        return job.incoming ? close_documents(job, job.has_document_to_print()) : Result<void>();
      },
      answers_with_job(call));
}

} // namespace platen::intake::ipp
