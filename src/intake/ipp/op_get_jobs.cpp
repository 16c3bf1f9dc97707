#include "base/limits.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_order.h"
#include "intake/ipp/unsupported.h"
#include "intake/ipp/which_jobs.h"

#include <algorithm>
#include <set>

namespace platen::intake::ipp {

using job::JobQuery;
using job::JobState;

namespace {

struct Which {
  std::string_view keyword;
  JobQuery::Which which;
  std::vector<JobState> states; // empty: any
  bool never;                   // a kind of job that there is not here
};
const std::vector<Which>& which_table() {
  using W = JobQuery::Which;
  static const std::vector<Which> table{
      {"not-completed", W::not_finished, {}, false},
      {"completed", W::finished, {}, false},
      {"all", W::all, {}, false},
      {"aborted", W::finished, {JobState::aborted}, false},
      {"canceled", W::finished, {JobState::canceled}, false},
      {"pending", W::not_finished, {JobState::pending}, false},
      {"pending-held", W::not_finished, {JobState::held}, false},
      {"processing", W::not_finished, {JobState::processing}, false},
      {"processing-stopped", W::not_finished, {JobState::stopped}, false},
      {"proof-print", W::not_finished, {}, true},
      {"saved", W::finished, {}, true},
  };
  return table;
}

// What a Get-Jobs request asks for, besides attributes.
struct Listing {
  JobQuery query;
  bool nothing = false;
  bool only_mine = false; // as may_change() proves it
};

Refusal bad(std::string message) {
  return {IPP_STATUS_ERROR_BAD_REQUEST, std::move(message)};
}

std::optional<Refusal> read_which(Call& call, Listing& listing) {
  const auto keyword = call.request.text(IPP_TAG_OPERATION, "which-jobs").value_or("not-completed");
  for (const Which& row : which_table()) {
    if (row.keyword != keyword) continue;
    listing.query.which = row.which;
    listing.query.states = row.states;
    listing.nothing = row.never;
    return std::nullopt;
  }
  add_unsupported(call.reply, call.request, "which-jobs");
  return Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                 "which-jobs=" + keyword + " is not supported"};
}

std::optional<Refusal> read_ids(Call& call, Listing& listing) {
  ipp_attribute_t* const ids = ippFindAttribute(call.request.get(), "job-ids", IPP_TAG_INTEGER);
  if (ids == nullptr) return read_which(call, listing);
  for (const char* const other : {"which-jobs", "my-jobs", "limit", "first-job-id", "first-index"})
    if (ippFindAttribute(call.request.get(), other, IPP_TAG_ZERO) != nullptr)
      return Refusal{IPP_STATUS_ERROR_CONFLICTING,
                     std::string(other) + " cannot be given with job-ids"};
  if (ippGetCount(ids) > limits::listed_jobs)
    return Refusal{IPP_STATUS_ERROR_REQUEST_ENTITY, "there are more than " +
                                                        std::to_string(limits::listed_jobs) +
                                                        " job-ids in the request"};
  listing.query.which = JobQuery::Which::all;
  for (int i = 0; i < ippGetCount(ids); ++i)
    listing.query.ids.push_back(ippGetInteger(ids, i));
  return std::nullopt;
}

std::optional<Refusal> read_listing(Call& call, Listing& listing) {
  if (auto refusal = read_ids(call, listing)) return refusal;
  const Message& request = call.request;
  const auto limit = request.integer(IPP_TAG_OPERATION, "limit");
  const auto first = request.integer(IPP_TAG_OPERATION, "first-index");
  const auto first_id = request.integer(IPP_TAG_OPERATION, "first-job-id");
  if ((limit && *limit < 1) || (first && *first < 1) || (first_id && *first_id < 1))
    return bad("limit, first-index and first-job-id begin at 1");
  listing.query.limit = std::min(limit.value_or(limits::listed_jobs), limits::listed_jobs);
  listing.query.skip = std::min(first.value_or(1) - 1, limits::listed_jobs * 100);
  listing.query.first = first_id.value_or(1);
  if (call.printer != nullptr) listing.query.printer = call.printer->id;
  const bool mine = request.boolean(IPP_TAG_OPERATION, "my-jobs").value_or(false);
  const bool others_hidden = !call.policy->others_see_jobs && !call.principal.may_operate();
  listing.only_mine = mine || others_hidden;
  if (listing.only_mine) listing.query.user = call.user;
  // Newest first for what is over (RFC 8011 section 4.2.6.2).
  listing.query.newest_first = listing.query.which == JobQuery::Which::finished;
  return std::nullopt;
}

Result<std::vector<job::Job>> find_jobs(const Call& call, const Listing& listing) {
  if (listing.nothing) return std::vector<job::Job>{};
  const job::Store& store = call.services.store;
  if (listing.query.which == JobQuery::Which::not_finished)
    return jobs_in_order(store, listing.query);
  TRY(std::vector<job::Job> jobs, store.jobs(listing.query));
  const std::set<job::JobId> asked(listing.query.ids.begin(), listing.query.ids.end());
  if (jobs.size() < asked.size()) return fail(Errc::not_found, "not all of the job-ids exist");
  return jobs;
}

} // namespace

std::vector<std::string_view> which_jobs_keywords() {
  std::vector<std::string_view> keywords;
  for (const Which& row : which_table())
    keywords.push_back(row.keyword);
  return keywords;
}

// RFC 8011 section 4.2.6, with job-ids, first-index and more values of which-jobs (PWG 5100.7,
// 5100.11) and CUPS' first-job-id.
void get_jobs(const std::shared_ptr<Call>& call) {
  Listing listing;
  if (const auto refusal = read_listing(*call, listing))
    return call->answer(refusal->status, refusal->message);
  const auto jobs = find_jobs(*call, listing);
  if (!jobs) return answer_store(call, jobs.error());
  const Requested requested(call->request, {"job-uri", "job-id"});
  JobWriter writer(*call, requested);
  Standing standing(call->services.store);
  const bool wants_standing = requested.by_name("number-of-intervening-jobs");
  for (const job::Job& job : *jobs) {
    // A claimed name must not tell which jobs are those of one who proved to have it.
    if (!may_see(*call, job) || (listing.only_mine && !may_change(*call, job))) continue;
    if (wants_standing) writer.set_intervening(standing.before(job).value_or(0));
    writer.add(job);
  }
  call->answer(IPP_STATUS_OK);
}

// RFC 8011 section 4.3.4.
void get_job_attributes(const std::shared_ptr<Call>& call) {
  const job::Job& job = *call->job;
  if (!may_see(*call, job))
    return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED,
                        "job " + std::to_string(job.id) + " belongs to somebody else");
  const Requested requested(call->request, {"all"});
  JobWriter writer(*call, requested);
  if (requested.by_name("number-of-intervening-jobs"))
    writer.set_intervening(Standing(call->services.store).before(job).value_or(0));
  writer.add(job);
  call->answer(IPP_STATUS_OK);
}

} // namespace platen::intake::ipp
