#include "remote/records.h"
#include "remote/session.h"

namespace platen::app {

namespace {

Result<void> cancel_one(Session& session, int job) {
  TRY_VOID(session.ask(session.job_request(IPP_OP_CANCEL_JOB, job)));
  return {};
}

Result<void> cancel_own(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string printer, printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  std::vector<std::string> printers{printer};
  if (printer.empty()) {
    TRY(const auto answer, session.ask(session.server_request(IPP_OP_CUPS_GET_PRINTERS)));
    printers.clear();
    for (const Record& one : records_of(answer, IPP_TAG_PRINTER))
      printers.push_back(one.text("printer-name"));
  }
  for (const std::string& name : printers)
    TRY_VOID(session.ask(session.printer_request(IPP_OP_CANCEL_MY_JOBS, name)));
  return {};
}

int run(const Command& command, const Arguments& arguments) {
  if (arguments.has("all")) return run_reported(command, [&] { return cancel_own(arguments); });
  return for_each_job(command, arguments, cancel_one);
}

} // namespace

const Command& cancel_command() {
  static const Command command{
      "cancel",
      "Cancels jobs.",
      "[JOB...]",
      {{'a', "all", "", "all of your own jobs, on the printer of -d or on every one"},
       {'d', "printer", "NAME", "with -a: only on this printer"},
       server_flag},
      "",
      run};
  return command;
}

} // namespace platen::app
