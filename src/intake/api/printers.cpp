#include "client/printer_options.h"
#include "intake/api/asked.h"
#include "intake/api/option_groups.h"
#include "intake/api/print_routes.h"
#include "wire/ipp/inboxes.h"
#include "wire/ipp/listings.h"
#include "wire/ipp/request.h"
#include "wire/ipp/supplies.h"
#include "wire/ipp/trays.h"

#include <algorithm>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

// What the answers here consist of.
std::vector<const char*> attribute_names() {
  std::vector<const char*> names = names_of(status_fields);
  names.insert(names.end(), supply_attributes.begin(), supply_attributes.end());
  for (const char* const name :
       {trays_attribute, inboxes_attribute, "printer-id", "platen-model",
        "platen-maintenance-supported", "color-supported", "printer-is-shared"})
    names.push_back(name);
  return names;
}

Json maintenance_of(const Record& printer) {
  Json actions = printer.texts("platen-maintenance-supported");
  actions.push_back(test_page); // every printer prints it
  return actions;
}

// What a person or a program is shown of one printer. Where its device is, is nobody's business
// who does not look after it.
Json describe(const PrintServices& services, const Call& call, const Record& printer,
              const std::string& standard) {
  Json json = select(printer, status_fields);
  json["identity"] = json["platen-device-identity"];
  json.erase("platen-device-identity");
  if (call.principal.role() < auth::Role::printer_operator) {
    json["device-uri"] = nullptr;
    json["identity"] = Json::array();
  }
  const auto id = printer.integer("printer-id");
  json["printer-id"] = id ? Json(*id) : Json();
  json["default"] = printer.text("printer-name") == standard;
  json["model"] = printer.text("platen-model");
  json["supplies"] = Json::array();
  for (const Supply& supply : supplies_of(printer))
    json["supplies"].push_back(to_json(supply));
  json["loaded"] = loaded_json(printer);
  const std::int32_t current = id ? services.current_job(*id) : 0;
  json["current-job"] = current == 0 ? Json() : Json(current);
  json["maintenance"] = maintenance_of(printer);
  json["inboxes"] = inboxes_json(printer);
  json["color"] = printer.boolean("color-supported").value_or(false);
  json["printer-is-shared"] = printer.boolean("printer-is-shared").value_or(true);
  return json;
}

// Of the default printer; empty: there is none.
Result<std::string> default_name(const PrintServices& services, const Call& call) {
  Message request = services.desk.to_system(call, IPP_OP_CUPS_GET_DEFAULT);
  request_attributes(request, {"printer-name"});
  const auto answer = services.desk.ask(call, request);
  if (!answer && answer.error().code == Errc::not_found) return std::string{};
  if (!answer) return Failure(answer.error());
  return answer->text(IPP_TAG_PRINTER, "printer-name").value_or("");
}

} // namespace

Result<http::Response> list_printers(const PrintServices& services, const Call& call) {
  Message request = services.desk.to_system(call, IPP_OP_GET_PRINTERS);
  request_attributes(request, attribute_names());
  const auto answer = services.desk.ask(call, request);
  if (!answer && answer.error().code == Errc::not_found) return json_response(200, "[]");
  if (!answer) return Failure(answer.error());
  TRY(const std::string standard, default_name(services, call));
  auto printers = records_of(*answer, IPP_TAG_PRINTER);
  std::ranges::sort(printers, {}, [](const Record& one) { return one.text("printer-name"); });
  Json all = Json::array();
  for (const Record& printer : printers)
    all.push_back(describe(services, call, printer, standard));
  return json_response(200, dumped(all));
}

Result<http::Response> show_printer(const PrintServices& services, const Call& call) {
  TRY(Message request, printer_request(services, call, IPP_OP_GET_PRINTER_ATTRIBUTES));
  request_attributes(request, attribute_names());
  TRY(const Message answer, services.desk.ask(call, request));
  const auto printers = records_of(answer, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::not_found, "there is no printer " + call.names[0]);
  TRY(const std::string standard, default_name(services, call));
  return json_response(200, dumped(describe(services, call, printers[0], standard)));
}

Result<http::Response> list_options(const PrintServices& services, const Call& call) {
  TRY(const Message answer, all_of_printer(services, call, call.names[0]));
  Json all = Json::array();
  for (const Record& printer : records_of(answer, IPP_TAG_PRINTER))
    for (const model::OptionInfo& option : client::printer_options(printer)) {
      Json json = client::to_json(option);
      json["group"] = option_group(option.name);
      all.push_back(std::move(json));
    }
  return json_response(200, dumped(all));
}

} // namespace platen::intake::api
