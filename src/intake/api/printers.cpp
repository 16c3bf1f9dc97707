#include "intake/api/print_routes.h"
#include "wire/ipp/listings.h"
#include "wire/ipp/request.h"

namespace platen::intake::api {

using namespace platen::ipp;

Result<http::Response> list_printers(const PrintServices& services, const Call& call) {
  Message request = services.desk.to_system(call, IPP_OP_CUPS_GET_PRINTERS);
  request_attributes(request, names_of(printer_fields));
  auto answer = services.desk.ask(call, request);
  Json all = Json::array();
  if (!answer && answer.error().code != Errc::not_found) return Failure(answer.error());
  if (answer)
    for (const Record& printer : records_of(*answer, IPP_TAG_PRINTER))
      all.push_back(select(printer, printer_fields));
  return json_response(200, dumped(all));
}

Result<http::Response> show_printer(const PrintServices& services, const Call& call) {
  Message request = services.desk.to_printer(call, IPP_OP_GET_PRINTER_ATTRIBUTES, call.names[0]);
  request_attributes(request, names_of(status_fields));
  TRY(const Message answer, services.desk.ask(call, request));
  const auto printers = records_of(answer, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::not_found, "there is no printer " + call.names[0]);
  return json_response(200, dumped(select(printers[0], status_fields)));
}

} // namespace platen::intake::api
