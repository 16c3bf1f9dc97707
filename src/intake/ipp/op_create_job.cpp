#include "intake/ipp/handlers.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/new_job.h"

namespace platen::intake::ipp {

// RFC 8011 section 4.2.4. The job waits for its documents until it is closed.
void create_job(const std::shared_ptr<Call>& call) {
  job::Job& job = kept_job(*call).job;
  job.incoming = true;
  add_reason(job, reason::incoming);
  settle_state(job);
  add_new_job(call, {});
}

} // namespace platen::intake::ipp
