#include "remote/printer_settings.h"

#include "client/printer_settings.h"
#include "remote/listing.h"

namespace platen::app {

void ask_for_probe(Request& request, const Arguments& arguments) {
  if (arguments.has("device") && !arguments.has("no-probe"))
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-probe", 1);
}

Result<void> add_printer_settings(Request& request, const Arguments& arguments) {
  if (arguments.has("model"))
    request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-model", arguments.get("model"));
  if (arguments.has("device"))
    request.add(IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", arguments.get("device"));
  if (arguments.has("raw-port"))
    TRY_VOID(
        client::add_printer_setting(request.message, "platen-raw-port", arguments.get("raw-port")));
  if (arguments.has("lpd"))
    TRY_VOID(client::add_printer_setting(request.message, "platen-lpd", arguments.get("lpd")));
  if (arguments.has("not-fitted"))
    TRY_VOID(client::add_printer_setting(request.message, "platen-not-fitted",
                                         arguments.get("not-fitted")));
  TRY(const auto settings, name_values(arguments));
  for (const auto& [name, value] : settings)
    TRY_VOID(client::add_printer_setting(request.message, name, value));
  return {};
}

bool has_own_flags(const Arguments& arguments) {
  return arguments.has("raw-port") || arguments.has("lpd") || arguments.has("not-fitted");
}

Result<void> send_printer_settings(Session& session, const Request& request) {
  TRY(const auto answer, session.ask(request));
  const auto said = answer.text(IPP_TAG_OPERATION, "platen-probe-message");
  return said ? print_text(harmless(*said) + "\n") : Result<void>();
}

} // namespace platen::app
