#include "intake/ipp/handlers.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/new_job.h"

namespace platen::intake::ipp {

// RFC 8011 section 4.2.3: all that Print-Job checks, and nothing is kept.
void validate_job(const std::shared_ptr<Call>& call) {
  with_settled_job(call, [call] { call->answer(kept_job(*call).status); });
}

} // namespace platen::intake::ipp
