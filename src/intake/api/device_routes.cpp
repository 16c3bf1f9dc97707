#include "intake/api/device_routes.h"

#include "model/listing.h"

#include <algorithm>

namespace platen::intake::api {

namespace {

Result<http::Response> list_models(const DeviceServices& services, const Call&) {
  auto all = nlohmann::json::array();
  const auto files = services.model_files();
  for (const model::Model& model : services.models.now()) {
    all.push_back(model::listing_of(model));
    all.back().erase("file"); // where it lies on this machine
    const auto file = files.find(model.id);
    if (file == files.end()) continue; // it has gone meanwhile
    all.back()["version"] = file->second.version;
    all.back()["versions"] = file->second.versions;
    all.back()["from-repository"] = file->second.from_repository;
    all.back()["pinned"] = file->second.pinned;
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

Json or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json to_json(const FoundPrinter& found) {
  Json uris = Json::array();
  for (const FoundUri& one : found.uris)
    uris.push_back(
        {{"device-uri", one.uri}, {"transport", one.transport}, {"found-by", one.found_by}});
  return {{"device-uri", found.uris.front().uri},
          {"uris", std::move(uris)},
          {"make-and-model", found.make_and_model},
          {"device-id", or_null(found.device_id)},
          {"identity", found.identity},
          {"dns-sd-name", or_null(found.dns_sd_name)},
          {"location", or_null(found.location)},
          {"model", or_null(found.model)},
          {"fit", found.fit},
          {"why", found.why},
          {"lost", found.lost},
          {"language", or_null(found.language)},
          {"language-evidence", found.language_evidence},
          {"unknown", found.unknown},
          {"printer", or_null(found.printer)}};
}

// For a header field: printable ASCII.
std::string joined(const std::vector<std::string>& notes) {
  constexpr std::size_t longest = 2'000;
  std::string text;
  for (const std::string& note : notes)
    text += (text.empty() ? "" : "; ") + note;
  for (char& c : text)
    if (c < 0x20 || c >= 0x7f) c = '?';
  return text.substr(0, longest);
}

Result<http::Response> find_devices(const DeviceServices& services, const Call& call) {
  TRY(const std::string host, host_of(call));
  TRY(const auto found, services.find_printers(host));
  Json all = Json::array();
  for (const FoundPrinter& one : found.devices)
    all.push_back(to_json(one));
  // Not every client sees fields of its own in the head of an answer.
  const bool with_notes = call.asked("notes") == "yes";
  if (with_notes) all = Json{{"devices", std::move(all)}, {"notes", found.notes}};
  http::Response response = json_response(200, dumped(all));
  if (!found.notes.empty()) response.fields.emplace_back("X-Platen-Notes", joined(found.notes));
  return response;
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
