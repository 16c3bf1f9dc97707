#include "remote/printer_id.h"
#include "remote/session.h"

namespace platen::app {

namespace {

// Delete-Printer (PWG 5100.22 section 6.3.2) wants a number, which cannot hit a new printer of the
// same name.
Result<void> remove_printer(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, needed_printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  TRY(const int id, printer_id(session, name));
  Request request = session.system_request(IPP_OP_DELETE_PRINTER);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "printer-id", id);
  TRY_VOID(session.ask(request));
  return {};
}

} // namespace

const Command& delete_command() {
  static const Command command{"delete",
                               "Removes a printer from the server and cancels its jobs.",
                               "",
                               {printer_flag, server_flag},
                               "",
                               [](const Command& self, const Arguments& arguments) {
                                 return run_reported(self,
                                                     [&] { return remove_printer(arguments); });
                               }};
  return command;
}

} // namespace platen::app
