#include "intake/ipp/handlers.h"
#include "intake/ipp/job_account.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/unsupported.h"

namespace platen::intake::ipp {

namespace {

bool has_job_group(const Message& request) {
  for (ipp_attribute_t* attribute = ippFirstAttribute(request.get()); attribute != nullptr;
       attribute = ippNextAttribute(request.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_JOB && ippGetName(attribute) != nullptr) return true;
  return false;
}

// RFC 3380 section 4.2: all or none, as if ipp-attribute-fidelity were true. job-name is no Job
// Template attribute but may be set.
std::optional<std::string> take_name(Call& call) {
  ipp_attribute_t* const found = ippFindAttribute(call.request.get(), "job-name", IPP_TAG_NAME);
  if (found == nullptr || ippGetGroupTag(found) != IPP_TAG_JOB) return std::nullopt;
  std::string name = clean_text(ippGetString(found, 0, nullptr));
  ippDeleteAttribute(call.request.get(), found);
  return name;
}

void demand_fidelity(Call& call) {
  if (ipp_attribute_t* const given =
          ippFindAttribute(call.request.get(), "ipp-attribute-fidelity", IPP_TAG_ZERO);
      given != nullptr)
    ippDeleteAttribute(call.request.get(), given);
  ippAddBoolean(call.request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
}

Result<void> change(job::Job& job, const JobWish& wish, const std::optional<std::string>& name,
                    job::Time now) {
  TRY_VOID(check_unstarted(job));
  if (name) job.name = *name;
  apply_wish(wish, job);
  const bool was_pending = job.state == job::JobState::pending;
  if (was_pending) std::erase_if(job.reasons, [](const std::string& r) { return holds(r); });
  apply_settings(wish.settings, now, system_calendar(), job);
  settle_state(job);
  return {};
}

} // namespace

// RFC 3380 section 4.2, before the job begins.
void set_job_attributes(const std::shared_ptr<Call>& call) {
  if (!has_job_group(call->request))
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request has no job attributes");
  if (const auto unstarted = check_unstarted(*call->job); !unstarted)
    return call->answer(unstarted.error());
  if (call->printer == nullptr || call->model == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE, "the printer of the job is gone");
  const auto name = take_name(*call);
  demand_fidelity(*call);
  auto wish = read_wish(*call, *call->model, *call->printer, call->job.get());
  if (!wish) return call->answer(wish.error().status, wish.error().message);
  if (wish->settings.account_id) // another one; none given leaves what the job has
    if (const auto refusal = settle_account(*call, wish->settings.account_id))
      return call->answer(refusal->status, refusal->message);
  const job::Time now = call->services.clock();
  change_job(call, "set-job-attributes",
             [wish = *wish, name, now](job::Job& job) { return change(job, wish, name, now); });
}

} // namespace platen::intake::ipp
