#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"

namespace platen::intake::ipp {

namespace {

// Whoever knows the PIN stands at the printer with it: it releases the job, whatever else holds it.
// An operator who says so lets it go for somebody who forgot it.
Result<void> release_with_pin(job::Job& job) {
  TRY_VOID(check_unfinished(job));
  drop_reason(job, reason::password);
  return release_job(job);
}

auth::Guesser guesser(const Call& call, const job::Job& job) {
  const bool here = call.principal.authenticated() || job.host == call.principal.address;
  return {call.user, call.principal.authenticated(), call.principal.address,
          !call.principal.may_operate() && here && may_change(call, job)};
}

// Not by mistake: the paper would lie at the printer without anybody who waits for it.
bool without_pin(const Call& call) {
  return call.request.boolean(IPP_TAG_OPERATION, "platen-without-password").value_or(false);
}

} // namespace

// RFC 8011 section 4.3.6; job-password as PWG 5100.11 has it.
void release_job(const std::shared_ptr<Call>& call) {
  const job::Job& job = *call->job;
  const bool locked = has_reason(job, reason::password) && !job::is_finished(job.state);
  if (!locked && !may_change(*call, job))
    return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED,
                        "job " + std::to_string(job.id) + " belongs to somebody else");
  if (waits_for_account(job))
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE,
                        "job " + std::to_string(job.id) + " waits: " + job.state_message);
  if (!locked)
    return change_job(call, "release-job", [](job::Job& held) { return release_job(held); });
  if (without_pin(*call)) {
    if (!call->principal.may_operate())
      return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED,
                          "only an operator releases a job without its job-password");
    return change_job(call, "release-job-without-password", release_with_pin);
  }
  auto pin = read_pin(*call);
  if (!pin) return call->answer(pin.error().status, pin.error().message);
  if (!*pin || call->services.pins == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED, "the job waits for its job-password");
  call->services.pins->compare(job.id, guesser(*call, job), job.password, **std::move(pin),
                               [call](const Result<void>& right) {
                                 if (right)
                                   return change_job(call, "release-job", release_with_pin);
                                 note(*call, "release-job", "job " + std::to_string(call->job->id),
                                      right);
                                 call->answer(right.error());
                               });
}

} // namespace platen::intake::ipp
