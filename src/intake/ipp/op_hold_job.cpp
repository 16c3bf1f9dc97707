#include "intake/ipp/handlers.h"
#include "intake/ipp/job_account.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/unsupported.h"

namespace platen::intake::ipp {

namespace {

// job-hold-until or job-hold-until-time among the operation attributes; `fallback` without them.
tl::expected<Hold, Refusal> read_hold(Call& call, Hold fallback) {
  JobSettings settings;
  std::vector<NotTaken> refused;
  const job::Time now = call.services.clock();
  const Calendar calendar = system_calendar();
  for (const char* const name : {"job-hold-until", "job-hold-until-time"})
    if (ipp_attribute_t* const found = ippFindAttribute(call.request.get(), name, IPP_TAG_ZERO);
        found != nullptr)
      read_setting(found, now, calendar, settings, refused);
  check_settings(settings);
  add_unsupported(call.reply, refused);
  if (!settings.contradiction.empty())
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_CONFLICTING, settings.contradiction});
  if (!refused.empty())
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                                  refused.front().name + " has no value that is supported"});
  return hold_of(settings, now, calendar).value_or(std::move(fallback));
}

} // namespace

// RFC 8011 section 4.3.5.
void hold_job(const std::shared_ptr<Call>& call) {
  auto hold = read_hold(*call, {});
  if (!hold) return call->answer(hold.error().status, hold.error().message);
  change_job(call, "hold-job",
             [hold = *std::move(hold)](job::Job& job) { return hold_job(job, hold); });
}

// RFC 8011 section 4.3.7. A job that was canceled while it waited for its department waits again.
void restart_job(const std::shared_ptr<Call>& call) {
  auto hold = read_hold(*call, {"no-hold", {}});
  if (!hold) return call->answer(hold.error().status, hold.error().message);
  job::Job before = *call->job;
  const auto lacking = lacking_account(*call, before);
  const auto edit = [hold = *std::move(hold), lacking,
                     account = before.account_id](job::Job& job) -> Result<void> {
    TRY_VOID(restart_job(job, hold));
    job.account_id = account;
    if (!lacking) return {};
    hold_for_account(job, *lacking);
    settle_state(job);
    return {};
  };
  change_job(call, "restart-job", edit);
}

// RFC 3998 section 4.4.
void resume_job(const std::shared_ptr<Call>& call) {
  change_job(call, "resume-job", [](job::Job& job) { return resume_job(job); });
}

} // namespace platen::intake::ipp
