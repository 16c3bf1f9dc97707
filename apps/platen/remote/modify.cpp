#include "remote/printer_settings.h"
#include "remote/session.h"

namespace platen::app {

namespace {

Result<void> modify(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, needed_printer_name(arguments));
  if (!arguments.has("model") && !arguments.has("device") && !arguments.has("option") &&
      !has_own_flags(arguments))
    return fail(Errc::invalid,
                "nothing to change: give -m, -v, -o, --raw-port, --lpd or --not-fitted");
  TRY(Session session, Session::open(arguments));
  Request request = session.printer_request(IPP_OP_SET_PRINTER_ATTRIBUTES, name);
  ask_for_probe(request, arguments);
  TRY_VOID(add_printer_settings(request, arguments));
  return send_printer_settings(session, request);
}

} // namespace

const Command& modify_command() {
  static const Command command{"modify",
                               "Changes a printer of the server.",
                               "",
                               {printer_flag,
                                {'m', "model", "MODEL", "another printer model"},
                                {'v', "device", "DEVICE-URI", "another device"},
                                option_flag,
                                raw_port_flag,
                                lpd_flag,
                                not_fitted_flag,
                                no_probe_flag,
                                server_flag},
                               "-o takes printer-info, printer-location, and defaults of jobs "
                               "(sides=two-sided-long-edge).\n",
                               [](const Command& self, const Arguments& arguments) {
                                 return run_reported(self, [&] { return modify(arguments); });
                               }};
  return command;
}

} // namespace platen::app
