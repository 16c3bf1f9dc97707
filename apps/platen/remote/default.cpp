#include "client/request.h"
#include "remote/listing.h"
#include "remote/printer_id.h"
#include "remote/records.h"
#include "remote/session.h"

namespace platen::app {

Result<int> printer_id(Session& session, const std::string& name) {
  Request request = session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, name);
  client::request_attributes(request.message, {"printer-id"});
  TRY(const auto answer, session.ask(request));
  const auto id = answer.integer(IPP_TAG_PRINTER, "printer-id");
  if (!id) return fail(Errc::unsupported, "the server gives its printers no numbers");
  return *id;
}

namespace {

Result<void> choose(Session& session, const std::string& name) {
  TRY(const int id, printer_id(session, name));
  Request request = session.system_request(IPP_OP_SET_SYSTEM_ATTRIBUTES);
  ippAddInteger(request.get(), IPP_TAG_SYSTEM, IPP_TAG_INTEGER, "system-default-printer-id", id);
  TRY_VOID(session.ask(request));
  return {};
}

Result<void> run_default(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  if (!name.empty()) return choose(session, name);
  TRY(const auto answer, session.ask(session.server_request(IPP_OP_CUPS_GET_DEFAULT)));
  const auto standard = answer.text(IPP_TAG_PRINTER, "printer-name");
  if (arguments.has("json"))
    return print_json({{"printer-name", standard ? Json(*standard) : Json()}});
  return print_text(harmless(standard.value_or("no default printer")) + "\n");
}

} // namespace

const Command& default_command() {
  static const Command command{
      "default",
      "Tells the default printer, or chooses it.",
      "",
      {{'d', "printer", "NAME", "make this one the default"}, json_flag, server_flag},
      "",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_default(arguments); });
      }};
  return command;
}

} // namespace platen::app
