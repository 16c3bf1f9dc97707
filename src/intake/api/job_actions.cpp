#include "client/option_values.h"
#include "intake/api/job_wishes.h"
#include "wire/ipp/request.h"

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

Result<http::Response> ask_and_end(const PrintServices& services, const Call& call,
                                   const Message& request) {
  TRY_VOID(services.desk.ask(call, request));
  return done_response();
}

// Of the operation group, where a time of day is UTC.
Result<void> add_hold(Message& request, const std::string& until, std::time_t now) {
  const auto [name, value] = hold_until(until);
  if (name == "job-hold-until-time") {
    const auto moment = client::parse_moment(value);
    if (!moment) return fail(Errc::invalid, "\"until\" is no time: use YYYY-MM-DDTHH:MM:SSZ");
    ippAddDate(request.get(), IPP_TAG_OPERATION, name.c_str(), ippTimeToDate(*moment));
    return {};
  }
  const bool is_time = value.find(':') != std::string::npos;
  const auto utc = client::utc_time_of_day(value, now);
  if (is_time && !utc) return fail(Errc::invalid, "\"until\" takes HH:MM, a moment or a keyword");
  ippAddString(request.get(), IPP_TAG_OPERATION, is_time ? IPP_TAG_NAME : IPP_TAG_KEYWORD,
               name.c_str(), nullptr, (is_time ? *utc : value).c_str());
  return {};
}

// It may be gone to the printer already, when nothing else held it.
Result<bool> is_held(const PrintServices& services, const Call& call) {
  TRY(const Message about, ask_job(services, call, {"job-state"}));
  return about.integer(IPP_TAG_JOB, "job-state") == IPP_JSTATE_HELD;
}

} // namespace

Result<http::Response> hold_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto until, body.text("until"));
  TRY_VOID(body.end());
  TRY(Message request, job_request(services, call, IPP_OP_HOLD_JOB));
  TRY_VOID(add_hold(request, until.value_or("indefinite"), services.clock()));
  return ask_and_end(services, call, request);
}

// What a held job lacks is set first; then whatever else holds it ends.
Result<http::Response> release_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto pin, body.text("pin"));
  TRY(const auto without_pin, body.boolean("without-pin"));
  TRY(const model::Options options, body.options("options"));
  TRY_VOID(body.end());
  TRY_VOID(check_changeable(options));
  if (!options.empty()) {
    TRY_VOID(change_job(services, call, options));
    TRY(const bool held, is_held(services, call));
    if (!held) return done_response();
  }
  TRY(Message request, job_request(services, call, IPP_OP_RELEASE_JOB));
  if (pin) { // job-password (PWG 5100.11)
    ippAddOctetString(request.get(), IPP_TAG_OPERATION, "job-password", pin->data(),
                      static_cast<int>(pin->size()));
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-password-encryption",
                 nullptr, "none");
  }
  if (without_pin.value_or(false))
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-without-password", 1);
  return ask_and_end(services, call, request);
}

Result<http::Response> cancel_job(const PrintServices& services, const Call& call) {
  TRY(const Message request, job_request(services, call, IPP_OP_CANCEL_JOB));
  return ask_and_end(services, call, request);
}

Result<http::Response> reprint_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const model::Options options, read_wishes(body));
  TRY_VOID(body.end());
  // A held job was not printed yet: Reprocess-Job, which is for jobs that have ended, refuses it.
  TRY(const bool held, is_held(services, call));
  TRY(Message request,
      job_request(services, call, held ? IPP_OP_REPROCESS_JOB : IPP_OP_RESUBMIT_JOB));
  if (!options.empty()) {
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
    TRY(const Message printer, printer_of_job(services, call));
    TRY_VOID(add_wishes(request, printer, options, services.clock()));
  }
  TRY(const Message answer, services.desk.ask(call, request));
  return job_made(answer);
}

Result<http::Response> move_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const std::string printer, body.needed_text("printer"));
  TRY_VOID(body.end());
  TRY_VOID(check_printer_name(printer));
  TRY(Message request, job_request(services, call, IPP_OP_CUPS_MOVE_JOB));
  ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_URI, "job-printer-uri", nullptr,
               ("ipp://localhost/ipp/print/" + printer).c_str());
  return ask_and_end(services, call, request);
}

} // namespace platen::intake::api
