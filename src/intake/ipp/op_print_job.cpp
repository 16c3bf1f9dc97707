#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/new_job.h"

namespace platen::intake::ipp {

// RFC 8011 section 4.2.1.
void print_job(const std::shared_ptr<Call>& call) {
  if (refuse_unstored(call)) return;
  auto document = take_document(*call);
  if (document == nullptr)
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request has no document");
  std::vector<std::unique_ptr<job::IncomingDocument>> documents;
  documents.push_back(std::move(document));
  add_new_job(call, std::move(documents));
}

} // namespace platen::intake::ipp
