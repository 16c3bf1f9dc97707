#include "intake/api/asked.h"
#include "wire/ipp/request.h"

#include <algorithm>

// PUT jobs/ID/place: where a job is served among those that wait.
namespace platen::intake::api {

using namespace platen::ipp;

namespace {

constexpr std::int32_t highest = 100;    // job-priority
constexpr std::int32_t most_moved = 500; // jobs whose priority is changed for one

struct Waiting {
  std::int32_t id = 0, priority = 0;
};

// Those that wait at the printer of a job, in the order of service.
Result<std::vector<Waiting>> waiting_jobs(const PrintServices& services, const Call& call) {
  TRY(const Message about, ask_job(services, call, {"job-printer-uri"}));
  const auto jobs = records_of(about, IPP_TAG_JOB);
  if (jobs.empty()) return fail(Errc::not_found, "there is no job " + call.names[0]);
  Message request = services.desk.to_printer(call, IPP_OP_GET_JOBS, printer_of(jobs[0]));
  request_attributes(request, {"job-id", "job-priority", "job-state"});
  TRY(const Message answer, services.desk.ask(call, request));
  std::vector<Waiting> all;
  for (const Record& job : records_of(answer, IPP_TAG_JOB))
    if (job.integer("job-state") == IPP_JSTATE_PENDING)
      all.push_back({job.integer("job-id").value_or(0), job.integer("job-priority").value_or(50)});
  return all;
}

Result<void> set_priority(const PrintServices& services, const Call& call, std::int32_t job,
                          std::int32_t priority) {
  Message request = services.desk.to_job(call, IPP_OP_SET_JOB_ATTRIBUTES, job);
  ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "job-priority", priority);
  TRY_VOID(services.desk.ask(call, request));
  return {};
}

// Among jobs of one priority there is no place for another: those that come before it are raised
// above those that follow, all by the same, so that their own order stays.
Result<void> make_place(const PrintServices& services, const Call& call, std::int32_t after,
                        const Error& why) {
  TRY(const std::int32_t job, job_number(call));
  TRY(auto waiting, waiting_jobs(services, call));
  if (std::erase_if(waiting, [&](const Waiting& one) { return one.id == job; }) == 0)
    return Failure(why); // it does not wait
  const auto before = std::ranges::find(waiting, after, &Waiting::id);
  if (before == waiting.end() || before + 1 == waiting.end()) return Failure(why);
  const std::int32_t place = (before + 1)->priority + 1;
  const std::int32_t raise = std::max(0, place + 1 - before->priority);
  if (waiting.front().priority + raise > highest || before - waiting.begin() >= most_moved)
    return Failure(why);
  for (auto one = waiting.begin(); one <= before && raise > 0; ++one)
    TRY_VOID(set_priority(services, call, one->id, one->priority + raise));
  return set_priority(services, call, job, place);
}

} // namespace

// RFC 3998: before all others, or right behind one of them.
Result<http::Response> place_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto after, body.number("after"));
  TRY_VOID(body.end());
  TRY(Message request,
      job_request(services, call, after ? IPP_OP_SCHEDULE_JOB_AFTER : IPP_OP_PROMOTE_JOB));
  if (after)
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "predecessor-job-id", *after);
  const auto placed = services.desk.ask(call, request);
  if (!placed && (!after || placed.error().code != Errc::conflict)) return Failure(placed.error());
  if (!placed) TRY_VOID(make_place(services, call, *after, placed.error()));
  return done_response();
}

} // namespace platen::intake::api
