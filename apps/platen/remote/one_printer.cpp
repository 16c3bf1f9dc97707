#include "remote/one_printer.h"

#include "client/request.h"

namespace platen::app {

Result<OnePrinter> ask_printer(const Arguments& arguments, const std::vector<const char*>& names) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  Request request = session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, name);
  client::request_attributes(request.message, names);
  OnePrinter printer;
  TRY(printer.answer, session.ask(request));
  auto records = records_of(printer.answer, IPP_TAG_PRINTER);
  if (records.empty()) return fail(Errc::malformed, "the server tells nothing of the printer");
  printer.record = std::move(records[0]);
  return printer;
}

Command printer_command(std::string_view name, std::string_view summary,
                        int (*run)(const Command& command, const Arguments& arguments)) {
  return {name,
          summary,
          "",
          {{'d', "printer", "NAME", "the printer (default: the default printer)"},
           json_flag,
           server_flag},
          "",
          run};
}

} // namespace platen::app
