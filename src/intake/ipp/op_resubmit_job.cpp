#include "intake/ipp/handlers.h"
#include "intake/ipp/job_account.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/new_job.h"
#include "intake/ipp/subscribe.h"

namespace platen::intake::ipp {

namespace {

struct Changes {
  JobWish wish;
  std::string user, host;
  bool user_is_proven = false;
  bool held = false; // Hold-New-Jobs: it is a new one, too
  job::Time now = 0;
  std::optional<Hold> hold;       // of a job that still waits for its time: the copy does, too
  std::optional<Refusal> lacking; // its account is not proven: it waits for that
};

// `copy` is the new job; it begins as if it had just come.
Result<void> begin_again(job::Job& copy, const Changes& changes) {
  copy.user = changes.user;
  copy.user_is_proven = changes.user_is_proven;
  copy.host = changes.host;
  copy.reasons.clear();
  copy.state_message.clear();
  copy.detailed.clear();
  copy.counters = {};
  copy.earlier = {};
  copy.processing = copy.finished = 0;
  copy.attempts = copy.sheets_done = 0;
  copy.incoming = false;
  copy.actual_attributes.clear();
  copy.hold_until = "no-hold";
  copy.release_at = 0;
  if (changes.hold) set_hold(copy, *changes.hold);
  apply_wish(changes.wish, copy);
  apply_settings(changes.wish.settings, changes.now, system_calendar(), copy);
  if (!copy.password.empty()) add_reason(copy, reason::password);
  if (changes.held) add_reason(copy, reason::on_create);
  if (changes.lacking) hold_for_account(copy, *changes.lacking);
  settle_state(copy);
  return {};
}

void copy_now(const std::shared_ptr<Call>& call, const Changes& changes) {
  const ipp_status_t success = changes.wish.status;
  call->services.store.copy_job(
      call->job->id, [changes](job::Job& copy) { return begin_again(copy, changes); },
      [call, success](const Result<job::Job>& copy) {
        if (!copy) return answer_store(call, copy.error());
        add_job_status(*call, *copy);
        const bool all = subscribe_in_request(*call, copy->id);
        call->answer(all ? success : IPP_STATUS_OK_IGNORED_SUBSCRIPTIONS);
      });
}

// Of a job that waits for its account the copy waits, too.
std::optional<Refusal> still_lacking(const Call& call) {
  job::Job copy = *call.job;
  if (!waits_for_account(copy)) return lacking_account(call, copy);
  const bool denied = has_reason(copy, reason::account_denied);
  return Refusal{denied ? IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED
                        : IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED,
                 copy.state_message};
}

std::optional<Hold> hold_still(const Call& call) {
  const job::Job& job = *call.job;
  if (job.state != job::JobState::held || !has_reason(job, reason::hold_until)) return std::nullopt;
  return Hold{job.hold_until, {true, hold_time(job)}};
}

void copy_and_answer(const std::shared_ptr<Call>& call) {
  if (call->printer == nullptr || call->model == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE, "the printer of the job is gone");
  if (const auto refusal = check_printer(*call))
    return call->answer(refusal->status, refusal->message);
  auto wish = read_wish(*call, *call->model, *call->printer, call->job.get());
  if (!wish) return call->answer(wish.error().status, wish.error().message);
  std::optional<Refusal> lacking;
  std::optional<AccountClaim> claim;
  if (!wish->settings.account_id) { // it is the account of the job that is copied
    lacking = still_lacking(*call);
  } else if (auto settled = settle_account(*call, wish->settings.account_id)) {
    claim = *std::move(settled);
  } else {
    lacking = std::move(settled).error();
  }
  if (lacking && !keeps_for_account(*call, *lacking))
    return call->answer(lacking->status, lacking->message);
  Changes changes{*std::move(wish),
                  call->user,
                  call->principal.address,
                  call->principal.authenticated(),
                  call->printer->hold_new_jobs,
                  call->services.clock(),
                  hold_still(*call),
                  std::move(lacking)};
  with_proven_account(
      call, std::move(claim),
      [call, changes = std::move(changes)](const std::optional<Refusal>& wrong) mutable {
        if (wrong && !keeps_for_account(*call, *wrong))
          return call->answer(wrong->status, wrong->message);
        if (wrong) changes.lacking = wrong;
        copy_now(call, changes);
      });
}

// Why it is not printed again, and what to do instead.
std::string not_printed_yet(const job::Job& job) {
  const std::string number = std::to_string(job.id);
  if (job.state != job::JobState::held)
    return "job " + number + " has not ended; it can be printed again when it has";
  return "job " + number +
         " was not printed yet, it is held: release it to print it now (platen release " + number +
         ")";
}

Result<void> check_documents(const job::Job& job) {
  if (job.documents_kept && job.has_document_to_print()) return {};
  return fail(Errc::conflict,
              "the documents of job " + std::to_string(job.id) + " are no longer kept");
}

} // namespace

// PWG 5100.11 section 5.5: a new job with the documents of one that has ended or is held, and other
// settings where the request has them.
void resubmit_job(const std::shared_ptr<Call>& call) {
  const job::Job& job = *call->job;
  if (!job::is_finished(job.state) && job.state != job::JobState::held)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE, not_printed_yet(job));
  if (const auto kept = check_documents(job); !kept) return call->answer(kept.error());
  copy_and_answer(call);
}

// RFC 3998 section 4.1: the same for a job as it was, which has ended.
void reprocess_job(const std::shared_ptr<Call>& call) {
  const job::Job& job = *call->job;
  if (!job::is_finished(job.state))
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE, not_printed_yet(job));
  if (const auto kept = check_documents(job); !kept) return call->answer(kept.error());
  copy_and_answer(call);
}

} // namespace platen::intake::ipp
