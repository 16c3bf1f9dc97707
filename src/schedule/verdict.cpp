#include "schedule/verdict.h"

#include "base/limits.h"
#include "schedule/wording.h"

namespace platen::schedule {

namespace {

using Then = Verdict::Then;
using Fault = flow::Delivered::Fault;

std::string sheets(std::int32_t count) {
  return std::to_string(count) + (count == 1 ? " sheet" : " sheets");
}

Verdict completed(const flow::Delivered& outcome) {
  Verdict verdict;
  verdict.detailed = outcome.report.warnings;
  verdict.job_reasons = {verdict.detailed.empty() ? "job-completed-successfully"
                                                  : "job-completed-with-warnings"};
  // A job without sheets had something for the printer to do.
  const std::int32_t count = outcome.report.delivered.sheets;
  verdict.message = count > 0 ? sheets(count) + " delivered" : "the printer has done it";
  return verdict;
}

Verdict aborted(std::string reason, const Error& error) {
  Verdict verdict;
  verdict.then = Then::aborted;
  verdict.job_reasons = {std::move(reason)};
  verdict.message = error.message();
  verdict.detailed = {verdict.message};
  return verdict;
}

// job-state-reasons of a document that cannot be printed (RFC 8011, PWG 5100.7).
std::string reason_for(Errc code) {
  switch (code) {
  case Errc::malformed:
    return "document-format-error";
  case Errc::unsupported:
    return "unsupported-document-format";
  case Errc::denied:
    return "document-password-error";
  case Errc::not_found:
    return "document-access-error";
  case Errc::invalid:
  case Errc::limit:
  case Errc::timeout:
    return "document-unprintable-error";
  default:
    return "aborted-by-system";
  }
}

Verdict again(std::string message, std::string printer_reason) {
  Verdict verdict;
  verdict.then = Then::again;
  verdict.job_reasons = {"printer-stopped-partly"};
  verdict.message = std::move(message);
  verdict.printer_reasons = {std::move(printer_reason)};
  return verdict;
}

Verdict no_connection(const Error& error, const job::Printer& printer, const Tries& tries) {
  const std::string since = " since " + clock_time(tries.since, tries.now);
  switch (error.code) {
  case Errc::unreachable:
  case Errc::timeout:
    return again(printer.name + " does not answer at " + address_of(printer.device_uri) + since,
                 "connecting-to-device");
  case Errc::busy:
    return again(printer.name + " is busy" + since + ": " + error.message(),
                 "connecting-to-device");
  default:
    return again(printer.name + " cannot be used" + since + ": " + error.message(),
                 "connecting-to-device");
  }
}

// What the device does not want at all will not be better next time.
bool is_refusal(Errc code) {
  return code == Errc::unsupported || code == Errc::invalid || code == Errc::bug;
}

// All that was to be printed is there; only its end went wrong.
bool all_taken(const flow::Progress& progress) {
  return progress.sheets > 0 && progress.sheets_taken == progress.sheets;
}

Verdict taken_after_all(const flow::Delivered& outcome) {
  Verdict verdict = completed(outcome);
  verdict.job_reasons = {"job-completed-with-warnings"};
  verdict.detailed.push_back("after the last sheet: " + outcome.error.message());
  return verdict;
}

Verdict held(std::string message, std::string reason = "job-suspended-by-system") {
  Verdict verdict;
  verdict.then = Then::held;
  verdict.job_reasons = {"job-hold-until-specified", std::move(reason)};
  verdict.message = std::move(message);
  verdict.detailed = {verdict.message};
  return verdict;
}

// With the sheets that came out, which are not printed again.
Verdict held_amid(const flow::Delivered& outcome, const job::Printer& printer,
                  std::string_view advice) {
  const flow::Progress& progress = outcome.report.delivered;
  return held(printer.name + ": " + outcome.error.message() + "; " + amount(progress) +
                  " had been delivered; " + std::string(advice) + "; " +
                  when_released(progress.sheets_taken.value_or(0)),
              "resources-are-not-ready");
}

// The same pages would not fit next time either.
Verdict too_large_for_device(const flow::Delivered& outcome, const job::Printer& printer) {
  return held_amid(outcome, printer,
                   "switch the printer off and on, or print the rest on another printer, with "
                   "fewer pages on a side or with another printer-language, in which a page may "
                   "need less");
}

Verdict lost_device(const flow::Delivered& outcome, const job::Printer& printer,
                    const std::string& policy, const Tries& tries) {
  const flow::Progress& progress = outcome.report.delivered;
  const std::int32_t done = progress.sheets_taken.value_or(0);
  const bool has_sheets = progress.sheets > 0; // maintenance has none
  const std::string what =
      outcome.error.message() + (has_sheets ? "; " + amount(progress) + " had been delivered" : "");
  const bool enough = tries.lost + 1 >= limits::tries_of_a_lost_job;
  Verdict verdict;
  if (policy == "hold-job" && outcome.begun) {
    verdict = held(printer.name + ": " + what + "; " +
                   (has_sheets ? when_released(done)
                               : "see what the printer did, then release the job to do it again"));
  } else if (policy == "stop-printer") {
    verdict.then = Then::stop_printer;
    verdict.job_reasons = {"printer-stopped"};
    verdict.message = printer.name + ": " + what + "; when the printer is resumed, " +
                      (has_sheets ? goes_on(done) : "it is done again");
  } else if (policy == "abort-job" || enough) {
    verdict = aborted(
        "aborted-by-system",
        {outcome.error.code,
         what + (enough ? ", and this was try " + std::to_string(tries.lost + 1) : std::string{})});
  } else {
    verdict =
        again(printer.name + ": " + what + ", " + (has_sheets ? goes_on(done) : "it is done again"),
              "connecting-to-device");
    verdict.at_once = policy == "retry-current-job";
    if (outcome.error.code == Errc::timeout) verdict.printer_reasons.emplace_back("timed-out");
  }
  verdict.device_lost = true;
  return verdict;
}

// The device tells of fewer sheets than it got, and not why. They would be missing again, or are
// out and it did not say so: nothing is printed twice by itself.
Verdict lacks_sheets(const flow::Delivered& outcome, const job::Printer& printer,
                     const std::string& policy, const Tries& tries) {
  if (policy == "abort-job" || policy == "stop-printer")
    return lost_device(outcome, printer, policy, tries);
  return held_amid(outcome, printer,
                   "see what its panel shows: a page may be too much for its memory, or somebody "
                   "may have stopped the job there; if no sheet is missing, cancel the job");
}

// A program of the owner's, which somebody can mend; what it makes of the same pages will be the
// same until then. So nothing is tried again by itself, which might print the same sheets each
// time.
Verdict filter_failed(const flow::Delivered& outcome, const job::Printer& printer,
                      const std::string& policy, const Tries& tries) {
  if (policy == "abort-job" || policy == "stop-printer")
    return lost_device(outcome, printer, policy, tries);
  return held(printer.name + ": " + outcome.error.message() + "; " +
                  amount(outcome.report.delivered) +
                  " had been given to it; see to the filter (platen-filter) or move the job to "
                  "another printer; " +
                  when_released(outcome.report.delivered.sheets_taken.value_or(0)),
              "job-suspended-by-system");
}

// Without a thread or process to be had (Errc::busy) nothing is lost but time, however often, as
// long as no sheet is printed in vain. That is about this machine: the printer only waits for it.
Verdict bad_document(const Error& error, const job::Printer& printer, const Tries& tries,
                     bool printed_some = false) {
  const bool costs_time_alone = error.code == Errc::busy && !printed_some;
  const bool enough = tries.failing + 1 >= limits::tries_without_resources;
  if (!costs_time_alone && (!lacks_resources(error.code) || enough))
    return aborted(reason_for(error.code), error);
  Verdict verdict = again(printer.name + ": the job cannot be prepared: " + error.message(),
                          error.code == Errc::busy ? "other-warning" : "spool-area-full");
  verdict.job_reasons = {"resources-are-not-ready"};
  return verdict;
}

// PWG 5100.16's account-limit-reached; and what could not be written is tried again.
Verdict not_allowed(const Error& error, const job::Printer& printer, const Tries& tries) {
  if (error.code != Errc::limit) return bad_document(error, printer, tries);
  if (tries.abort_beyond_limits) return aborted("account-limit-reached", error);
  return held(error.message() + "; it is held: release it when there is room again",
              "account-limit-reached");
}

// By whoever asked the device, in words; it gets the job when it has the language again.
Verdict lacks_language(const Error& error, const job::Printer& printer) {
  Verdict verdict = held(printer.name + ": " + error.message());
  verdict.job_reasons.emplace_back("resources-are-not-supported");
  return verdict;
}

} // namespace

Verdict judge(const flow::Delivered& outcome, const job::Printer& printer,
              const std::string& policy, const Tries& tries) {
  switch (outcome.fault) {
  case Fault::none:
    return completed(outcome);
  case Fault::document:
    return bad_document(outcome.error, printer, tries, outcome.report.delivered.sides_sent > 0);
  case Fault::connection:
  case Fault::cancelled:
    return no_connection(outcome.error, printer, tries);
  case Fault::allowance:
    return not_allowed(outcome.error, printer, tries);
  case Fault::filter:
    return filter_failed(outcome, printer, policy, tries);
  case Fault::language:
    return lacks_language(outcome.error, printer);
  case Fault::device:
    break;
  }
  if (all_taken(outcome.report.delivered)) return taken_after_all(outcome);
  if (is_refusal(outcome.error.code))
    return aborted(outcome.error.code == Errc::bug ? "aborted-by-system"
                                                   : "document-unprintable-error",
                   outcome.error);
  if (outcome.error.code == Errc::limit) return too_large_for_device(outcome, printer);
  if (outcome.error.code == Errc::conflict) return lacks_sheets(outcome, printer, policy, tries);
  const bool printed_nothing = outcome.report.delivered.sides_sent == 0;
  if (printed_nothing && outcome.error.code == Errc::busy)
    return no_connection(outcome.error, printer, tries);
  return lost_device(outcome, printer, policy, tries);
}

bool lacks_resources(Errc code) {
  return code == Errc::io || code == Errc::busy;
}

Verdict judge_unprepared(const Error& error, const job::Printer& printer, const Tries& tries) {
  // The printer's own fault, which its administrator can mend.
  if (error.code == Errc::unsupported)
    return again(printer.name + " cannot be used: " + error.message(), "other-error");
  if (lacks_resources(error.code)) return bad_document(error, printer, tries);
  // What it was accepted with has changed since: a paper, a profile, the model's file. The person
  // who printed can have it back, or choose anew.
  if (error.code == Errc::invalid)
    return held(
        "the settings with which the job was accepted do not go any more: " + error.message() +
        "; bring back what they need, or move or cancel the job; once released it is tried "
        "again");
  return aborted(reason_for(error.code), error);
}

} // namespace platen::schedule
