#include "base/limits.h"
#include "intake/ipp/cancel_several.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_operation.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

using Ids = std::vector<job::JobId>;

Result<Ids> named_ids(const Call& call) {
  ipp_attribute_t* const found = ippFindAttribute(call.request.get(), "job-ids", IPP_TAG_INTEGER);
  Ids ids;
  for (int i = 0; found != nullptr && i < ippGetCount(found); ++i)
    ids.push_back(ippGetInteger(found, i));
  if (ids.size() > static_cast<std::size_t>(limits::listed_jobs))
    return fail(Errc::limit, "there are more than " + std::to_string(limits::listed_jobs) +
                                 " job-ids in the request");
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// All or none (PWG 5100.11 section 5.1): what cannot be canceled is named and nothing happens.
Result<void> check_named(Call& call, const Several& which) {
  std::vector<int> wrong;
  Error why;
  for (const job::JobId id : which.ids) {
    const auto job = call.services.store.job(id);
    const bool here = job && (call.printer == nullptr || job->printer == call.printer->id);
    const bool mine = here && (which.only_mine ? job->user == call.user && may_change(call, *job)
                                               : may_change(call, *job));
    if (mine && (which.purge || !job::is_finished(job->state))) continue;
    wrong.push_back(id);
    why = !here   ? Error{Errc::not_found, "there is no job " + std::to_string(id)}
          : !mine ? Error{Errc::denied, "job " + std::to_string(id) + " belongs to somebody else"}
                  : Error{Errc::conflict, "job " + std::to_string(id) + " has ended"};
  }
  if (wrong.empty()) return {};
  ippAddIntegers(call.reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_INTEGER, "job-ids",
                 static_cast<int>(wrong.size()), wrong.data());
  return Failure(std::move(why));
}

void cancel_several(const std::shared_ptr<Call>& call, Several which) {
  auto ids = named_ids(*call);
  if (!ids) return call->answer(ids.error());
  which.ids = *std::move(ids);
  if (const auto checked = check_named(*call, which); !checked)
    return call->answer(checked.error());
  cancel_or_purge(call, std::move(which), [call](const Result<void>& outcome) {
    if (!outcome) return answer_store(call, outcome.error());
    call->answer(IPP_STATUS_OK);
  });
}

// CUPS' own attribute: `cancel -x` asks with it for jobs that leave the history as well.
bool asks_to_purge(const Call& call, bool otherwise) {
  return call.request.boolean(IPP_TAG_OPERATION, "purge-jobs").value_or(otherwise);
}

} // namespace

// PWG 5100.11.
void cancel_jobs(const std::shared_ptr<Call>& call) {
  cancel_several(call, {false, asks_to_purge(*call, false), {}});
}

// PWG 5100.11.
void cancel_my_jobs(const std::shared_ptr<Call>& call) {
  cancel_several(call, {true, asks_to_purge(*call, false), {}});
}

// RFC 8011 section 4.2.9: all jobs, whatever their state, with the history.
void purge_jobs(const std::shared_ptr<Call>& call) {
  const bool mine = call->request.boolean(IPP_TAG_OPERATION, "my-jobs").value_or(false);
  cancel_several(call, {mine, asks_to_purge(*call, true), {}});
}

} // namespace platen::intake::ipp
