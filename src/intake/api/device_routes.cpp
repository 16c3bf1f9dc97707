#include "intake/api/device_routes.h"

#include "model/listing.h"

#include <algorithm>

namespace platen::intake::api {

namespace {

Result<http::Response> list_models(const DeviceServices& services, const Call&) {
  auto all = nlohmann::json::array();
  for (const model::Model& model : services.models.now()) {
    all.push_back(model::listing_of(model));
    all.back().erase("file"); // where it lies on this machine
  }
  return json_response(200, all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// It goes into a URI.
Result<std::string> host_of(const Call& call) {
  constexpr std::size_t longest = 253;
  std::string host = call.text("host");
  const bool right = host.size() <= longest && std::ranges::all_of(host, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
                              c == '[' || c == ']' || c == '_';
                     });
  if (right) return host;
  return fail(Errc::invalid, "this is neither a name nor an address of a host");
}

Result<http::Response> find_devices(const DeviceServices& services, const Call& call) {
  TRY(const std::string host, host_of(call));
  TRY(const auto found, services.find_printers(host));
  Json all = Json::array();
  for (const FoundPrinter& one : found)
    all.push_back({{"device-uri", one.device_uri},
                   {"make-and-model", one.make_and_model},
                   {"model", one.model.empty() ? Json() : Json(one.model)},
                   {"why", one.why}});
  return json_response(200, dumped(all));
}

} // namespace

Routes device_routes(const DeviceServices* services) {
  using auth::Role;
  using auth::Scope;
  return {{"GET", "models", Role::administrator, Scope::administer, Pace::quick,
           with(services, list_models)},
          {"GET", "printer-devices", Role::administrator, Scope::administer, Pace::slow,
           with(services, find_devices)}};
}

} // namespace platen::intake::api
