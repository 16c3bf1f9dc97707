#include "remote/printer_settings.h"
#include "remote/session.h"

namespace platen::app {

namespace {

// Create-Printer (PWG 5100.22 section 6.3.1).
Result<void> add(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, needed_printer_name(arguments));
  for (const std::string_view needed : {"model", "device"})
    if (!arguments.has(needed))
      return fail(Errc::invalid, "--" + std::string(needed) + " is missing");
  TRY(Session session, Session::open(arguments));
  Request request = session.system_request(IPP_OP_CREATE_PRINTER);
  request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", "print");
  ask_for_probe(request, arguments);
  request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", name);
  TRY_VOID(add_printer_settings(request, arguments));
  return send_printer_settings(session, request);
}

} // namespace

const Command& add_command() {
  static const Command command{
      "add",
      "Adds a printer to the server.",
      "",
      {{'d', "printer", "NAME", "the new printer's name"},
       {'m', "model", "MODEL", "the printer model (\"platen drivers\" lists them)"},
       {'v', "device", "DEVICE-URI", "socket://HOST[:9100], ipp://HOST/ipp/print or file:PATH"},
       option_flag,
       raw_port_flag,
       lpd_flag,
       not_fitted_flag,
       no_probe_flag,
       server_flag},
      "-o takes printer-info, printer-location, and defaults of jobs "
      "(sides=two-sided-long-edge).\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return add(arguments); });
      }};
  return command;
}

} // namespace platen::app
