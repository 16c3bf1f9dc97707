#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/unsupported.h"

#include <algorithm>
#include <atomic>

namespace platen::intake::ipp {

namespace {

using Ids = std::vector<job::JobId>;

std::optional<Ids> named_ids(const Call& call) {
  ipp_attribute_t* const found = ippFindAttribute(call.request.get(), "job-ids", IPP_TAG_INTEGER);
  if (found == nullptr) return std::nullopt;
  Ids ids;
  for (int i = 0; i < ippGetCount(found); ++i)
    ids.push_back(ippGetInteger(found, i));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// All or none (PWG 5100.11 section 5.1): what cannot be canceled is named and nothing happens.
Result<Ids> check_named(Call& call, const Ids& ids, bool only_mine) {
  std::vector<int> wrong;
  Error why;
  for (const job::JobId id : ids) {
    const auto job = call.services.store.job(id);
    const bool here = job && (call.printer == nullptr || job->printer == call.printer->id);
    const bool mine = here && (only_mine ? job->user == call.user && may_change(call, *job)
                                         : may_change(call, *job));
    if (mine && !job::is_finished(job->state)) continue;
    wrong.push_back(id);
    why = !here   ? Error{Errc::not_found, "there is no job " + std::to_string(id)}
          : !mine ? Error{Errc::denied, "job " + std::to_string(id) + " belongs to somebody else"}
                  : Error{Errc::conflict, "job " + std::to_string(id) + " has ended"};
  }
  if (wrong.empty()) return ids;
  ippAddIntegers(call.reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_INTEGER, "job-ids",
                 static_cast<int>(wrong.size()), wrong.data());
  return Failure(std::move(why));
}

Result<Ids> all_ids(const Call& call, bool only_mine) {
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  if (call.printer != nullptr) query.printer = call.printer->id;
  if (only_mine) query.user = call.user;
  TRY(const auto jobs, call.services.store.jobs(query));
  Ids ids;
  for (const job::Job& job : jobs)
    if (!only_mine || may_change(call, job)) ids.push_back(job.id);
  return ids;
}

// Those that end by themselves meanwhile are no failure.
void cancel_all(const std::shared_ptr<Call>& call, const Ids& ids) {
  if (ids.empty()) return call->answer(IPP_STATUS_OK);
  struct Pending {
    std::atomic<std::size_t> left;
    std::atomic<bool> failed{false};
  };
  const auto pending = std::make_shared<Pending>();
  pending->left = ids.size();
  for (const job::JobId id : ids)
    cancel_job_of(call, id, [call, pending](const Result<void>& outcome) {
      if (!outcome && outcome.error().code != Errc::conflict) pending->failed = true;
      if (--pending->left > 0) return;
      if (pending->failed)
        return call->answer(IPP_STATUS_ERROR_TEMPORARY, "not all jobs could be canceled");
      call->answer(IPP_STATUS_OK);
    });
}

void cancel_several(const std::shared_ptr<Call>& call, bool only_mine) {
  const auto named = named_ids(*call);
  const auto ids = named ? check_named(*call, *named, only_mine) : all_ids(*call, only_mine);
  if (!ids) return call->answer(ids.error());
  cancel_all(call, *ids);
}

} // namespace

void cancel_jobs(const std::shared_ptr<Call>& call) {
  cancel_several(call, false);
}

void cancel_my_jobs(const std::shared_ptr<Call>& call) {
  cancel_several(call, true);
}

// RFC 8011 section 4.2.9. The history is kept by the server's policy, and not purged by a client.
void purge_jobs(const std::shared_ptr<Call>& call) {
  cancel_several(call, false);
}

} // namespace platen::intake::ipp
