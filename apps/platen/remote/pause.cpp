#include "remote/session.h"

namespace platen::app {

namespace {

Result<void> pause(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string printer, needed_printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  const ipp_op_t operation =
      arguments.has("now") ? IPP_OP_PAUSE_PRINTER : IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB;
  TRY_VOID(session.ask(session.printer_request(operation, printer)));
  return {};
}

Result<void> resume(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string printer, needed_printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  TRY_VOID(session.ask(session.printer_request(IPP_OP_RESUME_PRINTER, printer)));
  return {};
}

} // namespace

const Command& pause_command() {
  static const Command command{
      "pause",
      "Pauses a printer: it goes on taking jobs, but prints none.",
      "",
      {printer_flag,
       {0, "now", "", "interrupt the present job, which then begins again (default: finish it)"},
       server_flag},
      "",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return pause(arguments); });
      }};
  return command;
}

const Command& resume_command() {
  static const Command command{"resume",
                               "Lets a paused printer print again.",
                               "",
                               {printer_flag, server_flag},
                               "",
                               [](const Command& self, const Arguments& arguments) {
                                 return run_reported(self, [&] { return resume(arguments); });
                               }};
  return command;
}

} // namespace platen::app
