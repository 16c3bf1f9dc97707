#include "intake/ipp/new_job.h"

#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/subscribe.h"

#include <utility>

namespace platen::intake::ipp {

using Documents = std::vector<std::unique_ptr<job::IncomingDocument>>;

namespace {

void add(const std::shared_ptr<Call>& call, job::Job job, Documents documents) {
  const ipp_status_t success = kept_job(*call).status;
  call->services.store.add_job(std::move(job), std::move(documents),
                               [call, success](const Result<job::Job>& added) {
                                 if (!added) return answer_store(call, added.error());
                                 add_job_status(*call, *added);
                                 const bool all = subscribe_in_request(*call, added->id);
                                 call->answer(all ? success : IPP_STATUS_OK_IGNORED_SUBSCRIPTIONS);
                               });
}

} // namespace

void with_settled_job(const std::shared_ptr<Call>& call, std::function<void()> next) {
  std::optional<AccountClaim> claim = std::exchange(kept_job(*call).claim, std::nullopt);
  if (!claim) return next();
  with_proven_account(call, std::move(claim),
                      [call, next = std::move(next)](const std::optional<Refusal>& lacking) {
                        job::Job& job = kept_job(*call).job;
                        if (lacking && !keeps_for_account(*call, *lacking))
                          return call->answer(lacking->status, lacking->message);
                        if (lacking) hold_for_account(job, *lacking);
                        settle_state(job);
                        if (const auto refusal = check_allowance(*call, job))
                          return call->answer(refusal->status, refusal->message);
                        next();
                      });
}

void with_hashed_pin(const std::shared_ptr<Call>& call, std::optional<Pin> pin,
                     std::function<void(std::string secret)> next) {
  if (!pin) return next({});
  call->services.pins->hash(*std::move(pin),
                            [call, next = std::move(next)](Result<std::string> secret) {
                              if (!secret) return call->answer(secret.error());
                              next(*std::move(secret));
                            });
}

void add_new_job(const std::shared_ptr<Call>& call, Documents documents) {
  // std::function copies what it holds: the documents travel behind a pointer.
  const auto held = std::make_shared<Documents>(std::move(documents));
  with_settled_job(call, [call, held] {
    with_hashed_pin(call, kept_job(*call).pin, [call, held](std::string secret) {
      job::Job job = std::move(kept_job(*call).job);
      job.password = std::move(secret);
      add(call, std::move(job), std::move(*held));
    });
  });
}

} // namespace platen::intake::ipp
