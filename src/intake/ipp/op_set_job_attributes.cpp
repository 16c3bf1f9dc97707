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

bool has_attribute(const Call& call, std::string_view option) {
  return ippFindAttribute(call.request.get(), model::attribute_name(*call.model, option).c_str(),
                          IPP_TAG_ZERO) != nullptr;
}

void demand_fidelity(Call& call) {
  if (ipp_attribute_t* const given =
          ippFindAttribute(call.request.get(), "ipp-attribute-fidelity", IPP_TAG_ZERO);
      given != nullptr)
    ippDeleteAttribute(call.request.get(), given);
  ippAddBoolean(call.request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
}

struct Changes {
  JobWish wish;
  std::optional<std::string> name;
  bool names_language = false;
  job::Time now = 0;
};

// An account that is named is proven by now, and every value is a legal one.
Result<void> change(job::Job& job, const Changes& changes) {
  const JobWish& wish = changes.wish;
  TRY_VOID(check_unstarted(job));
  if (changes.name) job.name = *changes.name;
  if (wish.settings.account_id) end_account_hold(job);
  if (changes.names_language) end_language_hold(job);
  apply_wish(wish, job);
  const bool was_pending = job.state == job::JobState::pending;
  if (was_pending) std::erase_if(job.reasons, [](const std::string& r) { return holds(r); });
  apply_settings(wish.settings, changes.now, system_calendar(), job);
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
  std::optional<AccountClaim> claim;
  if (wish->settings.account_id) { // another one; none given leaves what the job has
    auto settled = settle_account(*call, wish->settings.account_id);
    if (!settled) return call->answer(settled.error().status, settled.error().message);
    claim = *std::move(settled);
  }
  Changes changes{*std::move(wish), name, has_attribute(*call, "printer-language"),
                  call->services.clock()};
  with_proven_account(call, std::move(claim),
                      [call, changes = std::move(changes)](const std::optional<Refusal>& lacking) {
                        if (lacking) return call->answer(lacking->status, lacking->message);
                        change_job(call, "set-job-attributes",
                                   [changes](job::Job& job) { return change(job, changes); });
                      });
}

} // namespace platen::intake::ipp
