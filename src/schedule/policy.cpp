#include "schedule/policy.h"

#include "model/kind.h"
#include "schedule/wording.h"

#include <algorithm>
#include <map>

namespace platen::schedule {

using job::Job;
using job::JobState;

bool is_caught(const Job& job) {
  return std::ranges::find(job.reasons, job::caught_printing) != job.reasons.end();
}

void settle_caught(Job& job, const std::string& policy, job::Time now) {
  job.reasons.clear();
  const std::string cause = "the server stopped while this job was printing; at least " +
                            amount(job) + " had been delivered";
  if (policy == "abort-job") {
    job.state = JobState::aborted;
    job.finished = now;
    job.reasons = {"aborted-by-system"};
    job.state_message = cause;
    return;
  }
  if (policy == "hold-job" || policy == "stop-printer") {
    job.state = JobState::held;
    job.hold_until = "indefinite";
    job.release_at = 0;
    job.reasons = {"job-hold-until-specified", "job-suspended-by-system"};
    job.state_message = cause + "; " + when_released(job.sheets_done);
    return;
  }
  job.state_message = cause + ", " + goes_on(job.sheets_done);
}

const std::vector<std::string>& error_policies() {
  static const std::vector<std::string> all{"abort-job", "hold-job", "retry-current-job",
                                            "retry-job", "stop-printer"};
  return all;
}

std::string error_policy(const job::Printer& printer, const model::Model* model) {
  if (!printer.error_policy.empty()) return printer.error_policy;
  return model != nullptr && model::prints_photographs(*model) ? "hold-job" : "retry-job";
}

Result<void> settle_caught_jobs(job::Store& store, std::span<const model::Model> models,
                                job::Time now) {
  std::map<job::PrinterId, std::string> policies;
  const auto printers = store.printers();
  for (const job::Printer& printer : *printers) {
    const auto model = model::find_model(models, printer.model);
    policies[printer.id] = error_policy(printer, model ? *model : nullptr);
  }
  job::JobQuery caught;
  caught.states = {JobState::pending};
  std::vector<job::JobId> ids;
  TRY_VOID(store.each_job(caught, [&](const Job& job) {
    if (is_caught(job)) ids.push_back(job.id);
    return true;
  }));
  if (ids.empty()) return {};
  caught.ids = std::move(ids);
  return job::wait<std::vector<job::JobId>>([&](auto done) {
           store.update_jobs(
               caught,
               [&](Job& job) -> Result<void> {
                 if (!is_caught(job)) return fail(Errc::conflict, "it was not printing");
                 settle_caught(job, policies[job.printer], now);
                 return {};
               },
               std::move(done));
         })
      .map([](const std::vector<job::JobId>&) {});
}

} // namespace platen::schedule
