#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/printers.h"
#include "intake/ipp/target.h"
#include "schedule/wording.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

Result<PrinterRecord> destination(const Call& call) {
  ipp_attribute_t* const found =
      ippFindAttribute(call.request.get(), "job-printer-uri", IPP_TAG_URI);
  if (found == nullptr) return fail(Errc::malformed, "job-printer-uri is missing");
  TRY(const TargetPath path, parse_target_uri(ippGetString(found, 0, nullptr)));
  PrinterRecord printer;
  if (path.kind == TargetPath::Kind::printer)
    printer = printer_named(call.services.store, path.printer);
  if (path.kind == TargetPath::Kind::default_printer)
    printer = default_printer(call.services.store);
  if (printer == nullptr) return fail(Errc::not_found, "job-printer-uri names no printer");
  if (!printer->accepting)
    return fail(Errc::conflict, "the printer \"" + printer->name + "\" does not accept jobs");
  return printer;
}

// To be decided again on the store's thread: the job may have begun meanwhile.
Result<void> move(job::Job& job, job::PrinterId to, const JobWish& wish) {
  TRY_VOID(check_unstarted(job));
  if (job.printer != to) schedule::begin_again(job); // another device begins at the start
  job.printer = to;
  apply_wish(wish, job);
  return {};
}

void move_one(const std::shared_ptr<Call>& call, const job::Printer& to,
              const model::Model& model) {
  const auto wish = move_wish(model, to, call->job->attributes);
  if (!wish) return call->answer(wish.error().status, wish.error().message);
  change_job(call, "move-job",
             [wish = *wish, id = to.id](job::Job& job) { return move(job, id, wish); });
}

// All jobs of the target printer that have not begun, in one change.
void move_all(const std::shared_ptr<Call>& call, const job::Printer& to,
              const model::Model& model) {
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = call->printer->id;
  const auto edit = [&model, to](job::Job& job) -> Result<void> {
    const auto wish = move_wish(model, to, job.attributes);
    if (!wish) return fail(Errc::conflict, wish.error().message);
    return move(job, to.id, *wish);
  };
  call->services.store.update_jobs(
      query, edit, [call, name = to.name](const Result<std::vector<job::JobId>>& moved) {
        const Result<void> outcome = moved ? Result<void>() : Failure(moved.error());
        note(*call, "move-jobs", call->printer->name + " to " + name, outcome);
        if (!moved) return answer_store(call, moved.error());
        call->answer(IPP_STATUS_OK);
      });
}

} // namespace

// CUPS-Move-Job: one job, by its owner; or all of a printer, by an administrator.
void move_job(const std::shared_ptr<Call>& call) {
  const auto printer = destination(*call);
  if (!printer) return call->answer(printer.error());
  const model::Model* const model = model_of(*call, (*printer)->id);
  if (model == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE,
                        "the model of that printer is not installed");
  if (call->job) {
    if (!may_change(*call, *call->job))
      return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED, "the job belongs to somebody else");
    return move_one(call, **printer, *model);
  }
  if (!call->principal.administrator)
    return call->answer(call->principal.authenticated() ? IPP_STATUS_ERROR_NOT_AUTHORIZED
                                                        : IPP_STATUS_ERROR_NOT_AUTHENTICATED,
                        "only an administrator moves all jobs of a printer");
  move_all(call, **printer, *model);
}

} // namespace platen::intake::ipp
