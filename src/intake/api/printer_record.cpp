#include "intake/api/asked.h"
#include "intake/ipp/printer_attributes.h"

namespace platen::intake::api {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ",") + word;
  return text;
}

} // namespace

// What somebody has set of a printer, as PUT takes it; what is as by itself is empty.
Result<http::Response> show_settings(const PrintServices& services, const Call& call) {
  const auto found = services.record ? services.record(call.names[0]) : std::nullopt;
  if (!found) return fail(Errc::not_found, "there is no printer " + call.names[0]);
  const job::Printer& printer = *found;
  Json options = Json::object();
  for (const auto& [name, value] : printer.defaults)
    options[name] = value;
  const std::string uri = ipp::shown_device(printer.device_uri);
  return json_response(200, dumped({{"model", printer.model},
                                    {"device-uri", uri},
                                    {"identity", printer.device_identity},
                                    {"device-login", uri != printer.device_uri},
                                    {"info", printer.info},
                                    {"location", printer.location},
                                    {"geo-location", printer.geo_location},
                                    {"organization", printer.organization},
                                    {"organizational-unit", printer.organizational_unit},
                                    {"error-policy", printer.error_policy},
                                    {"departments", printer.departments},
                                    {"confidential-names", printer.confidential},
                                    {"privacy-attributes", joined(printer.privacy_attributes)},
                                    {"privacy-scope", printer.privacy_scope},
                                    {"filter", printer.filter},
                                    {"filter-ppd", printer.filter_ppd},
                                    {"filter-options", printer.filter_options},
                                    {"shared", printer.shared},
                                    {"raw-port", printer.raw_port},
                                    {"lpd", printer.lpd},
                                    {"not-fitted", printer.not_fitted},
                                    {"options", std::move(options)}}));
}

} // namespace platen::intake::api
