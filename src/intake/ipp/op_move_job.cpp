#include "intake/ipp/handlers.h"
#include "intake/ipp/job_account.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_privacy.h"
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
Result<void> move(job::Job& job, const job::Printer& to, const JobWish& wish,
                  const std::string& account) {
  TRY_VOID(check_unstarted(job));
  job.account_id = account;
  if (to.departments == "none") end_account_hold(job);
  job.confidential = job.confidential || keeps_names(to);
  if (job.printer != to.id) schedule::begin_again(job); // another device begins at the start
  job.printer = to.id;
  apply_wish(wish, job);
  schedule::set_notes(job, wish.notes);
  if (job.state == job::JobState::held) {
    end_language_hold(job); // that was about the other printer
    settle_state(job);
  }
  return {};
}

// A printer that does not look at accounts has not proven any, nor has one that is gone.
bool proves_accounts(const job::Printer* from) {
  return from != nullptr && from->departments != "none";
}

// What the job costs is not known yet; whether its account has anything left is.
std::optional<Refusal> check_limits(Call& call, job::Job job, const std::string& account) {
  job.account_id = account;
  return check_allowance(call, job);
}

void move_one(const std::shared_ptr<Call>& call, const job::Printer& to,
              const model::Model& model) {
  const auto wish = move_wish(model, to, call->job->attributes);
  if (!wish) return call->answer(wish.error().status, wish.error().message);
  const auto book = account_book(*call);
  if (!book) return call->answer(book.error().status, book.error().message);
  const bool proven = to.id == call->job->printer || proves_accounts(call->printer.get());
  const auto account = moved_account(**book, *call->job, proven, to);
  if (!account) return call->answer(account.error().status, account.error().message);
  if (const auto refusal = check_limits(*call, *call->job, *account))
    return call->answer(refusal->status, refusal->message);
  change_job(call, "move-job", [wish = *wish, account = *account, to](job::Job& job) {
    return move(job, to, wish, account);
  });
}

// All jobs of the target printer that have not begun and may go, in one change. Limits are looked
// at again before each is printed.
void move_all(const std::shared_ptr<Call>& call, const job::Printer& to,
              const std::shared_ptr<const model::Model>& model) {
  const auto book = account_book(*call);
  if (!book) return call->answer(book.error().status, book.error().message);
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = call->printer->id;
  const auto edit = [model, to, book = *book,
                     proven = proves_accounts(call->printer.get())](job::Job& job) -> Result<void> {
    const auto wish = move_wish(*model, to, job.attributes);
    if (!wish) return fail(Errc::conflict, wish.error().message);
    const auto account = moved_account(*book, job, proven, to);
    if (!account) return fail(Errc::conflict, account.error().message);
    return move(job, to, *wish, *account);
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

// CUPS-Move-Job: one job, by its owner; or all of a printer, by an operator.
void move_job(const std::shared_ptr<Call>& call) {
  const auto printer = destination(*call);
  if (!printer) return call->answer(printer.error());
  const model::Model* const model = model_of(*call, (*printer)->id);
  if (model == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE,
                        "the model of that printer is not installed");
  const auto unit = unit_model(*model, **printer);
  if (call->job) {
    if (!may_change(*call, *call->job))
      return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED, "the job belongs to somebody else");
    return move_one(call, **printer, *unit);
  }
  if (!call->principal.may_operate())
    return call->answer(call->principal.authenticated() ? IPP_STATUS_ERROR_NOT_AUTHORIZED
                                                        : IPP_STATUS_ERROR_NOT_AUTHENTICATED,
                        "only an operator moves all jobs of a printer");
  move_all(call, **printer, unit);
}

} // namespace platen::intake::ipp
