#include "remote/session.h"

namespace platen::app {

namespace {

int run(const Command& command, const Arguments& arguments) {
  const auto printer = needed_printer_name(arguments);
  if (!printer) return report(command, printer.error());
  return for_each_job(command, arguments, [&](Session& session, int job) -> Result<void> {
    Request request = session.job_request(IPP_OP_CUPS_MOVE_JOB, job);
    request.add(IPP_TAG_JOB, IPP_TAG_URI, "job-printer-uri", session.printer_uri(*printer));
    TRY_VOID(session.ask(request));
    return {};
  });
}

} // namespace

const Command& move_command() {
  static const Command command{
      "move",   "Moves jobs that have not begun to another printer.",
      "JOB...", {{'d', "printer", "NAME", "the printer that is to print them"}, server_flag},
      "",       run};
  return command;
}

} // namespace platen::app
