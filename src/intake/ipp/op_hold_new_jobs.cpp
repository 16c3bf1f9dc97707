#include "intake/ipp/handlers.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/printer_edit.h"

namespace platen::intake::ipp {

namespace {

// Lets go what Hold-New-Jobs held, and nothing that is held for a reason of its own.
Result<void> let_go(job::Job& job) {
  if (!has_reason(job, reason::on_create)) return fail(Errc::conflict, "it was not held on create");
  drop_reason(job, reason::on_create);
  settle_state(job);
  return {};
}

void release_held(const std::shared_ptr<Call>& call) {
  job::JobQuery held;
  held.which = job::JobQuery::Which::not_finished;
  held.printer = call->printer->id;
  held.states = {job::JobState::held};
  call->services.store.update_jobs(held, let_go, [call](const Result<std::vector<job::JobId>>& r) {
    call->services.audit.record(call->principal, "release-held-new-jobs", call->printer->name,
                                r ? std::to_string(r->size()) + " jobs" : r.error().what);
    if (!r) return call->answer(r.error());
    call->answer(IPP_STATUS_OK);
  });
}

} // namespace

// RFC 3998 section 3.3.2.
void hold_new_jobs(const std::shared_ptr<Call>& call) {
  edit_printer(call, "hold-new-jobs", [](job::Printer& printer) -> Result<void> {
    printer.hold_new_jobs = true;
    return {};
  });
}

// RFC 3998 section 3.3.3.
void release_held_new_jobs(const std::shared_ptr<Call>& call) {
  const auto stop_holding = [](job::Printer& printer) -> Result<void> {
    printer.hold_new_jobs = false;
    return {};
  };
  call->services.store.update_printer(call->printer->id, stop_holding,
                                      [call](const Result<job::Printer>& done) {
                                        if (!done) return call->answer(done.error());
                                        release_held(call);
                                      });
}

} // namespace platen::intake::ipp
