#include "base/cancel.h"
#include "intake/api/scan_routes.h"

#include <array>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string_view word(scan::FeederState state) {
  constexpr std::array<std::string_view, 6> words{"none",  "unknown", "loaded",
                                                  "empty", "jam",     "cover-open"};
  return words[static_cast<std::size_t>(state)];
}

std::string_view word(scan::ColorMode mode) {
  constexpr std::array<std::string_view, 4> words{"auto", "bi-level", "monochrome", "color"};
  return words[static_cast<std::size_t>(mode)];
}

Json json_of(const std::optional<scan::SourceOffer>& offer) {
  if (!offer) return nullptr;
  Json json{{"width-300", offer->most_width},
            {"height-300", offer->most_height},
            {"resolutions", offer->resolutions},
            {"color-modes", Json::array()}};
  for (const scan::ColorMode mode : offer->modes)
    json["color-modes"].push_back(word(mode));
  return json;
}

Json json_of(const scan::ScannerEntry& entry) {
  return Json::parse(scan::to_json(entry));
}

// What the device says, or why it says nothing.
void add_device(Json& json, scan::Scanners& scanners, const std::string& name) {
  const auto facts = scanners.facts(name);
  if (!facts) {
    json["state"] = "unreachable";
    json["message"] = facts.error().message();
    return;
  }
  json["make-and-model"] = facts->make_and_model;
  json["serial"] = facts->serial;
  json["evidence"] = facts->evidence;
  json["platen"] = json_of(facts->platen);
  json["adf"] = json_of(facts->adf);
  json["adf-two-sided"] = facts->adf_two_sided;
  json["feeder-capacity"] = facts->feeder_capacity;
  json["buttons"] = facts->buttons;
  const auto state = scanners.state(name);
  json["state"] = !state ? "unreachable" : state->busy ? "processing" : "idle";
  json["feeder"] = state ? word(state->feeder) : word(scan::FeederState::unknown);
  json["message"] = state ? state->message : state.error().message();
}

} // namespace

Result<http::Response> list_scanners(const ScanServices& services, const Call& call) {
  Json all = Json::array();
  for (const scan::ScannerEntry& entry : services.catalogue.scanners()) {
    Json json = json_of(entry);
    if (call.asked("state") != "no") add_device(json, services.scanners, entry.name);
    all.push_back(std::move(json));
  }
  return json_response(200, dumped(all));
}

Result<http::Response> find_devices(const ScanServices&, const Call&) {
  const Cancel cancel;
  TRY(const auto found, scan::find_scanners(cancel));
  Json all = Json::array();
  for (const scan::FoundScanner& one : found)
    all.push_back({{"uri", one.uri}, {"make-and-model", one.make_and_model}});
  return json_response(200, dumped(all));
}

Result<http::Response> show_scanner(const ScanServices& services, const Call& call) {
  const auto entry = services.catalogue.scanner(call.names[0]);
  if (!entry) return fail(Errc::not_found, "there is no scanner " + call.names[0]);
  Json json = json_of(*entry);
  add_device(json, services.scanners, entry->name);
  return json_response(200, dumped(json));
}

Result<http::Response> put_scanner(const ScanServices& services, const Call& call) {
  TRY(scan::ScannerEntry entry, scan::scanner_from_json(call.body));
  entry.name = call.names[0];
  const auto known = services.catalogue.scanner(entry.name);
  entry.uuid = known ? known->uuid : std::string(); // the server gives it
  TRY_VOID(scan::check_scanner_name(entry.name));
  if (entry.model.empty()) {
    // Its name there ("epson2:libusb:001:004") tells people nothing.
    const Cancel cancel;
    entry.model = scan::sane_title(entry.uri, cancel);
  }
  TRY_VOID(services.catalogue.put(entry));
  services.scanner_changed(entry.name);
  return done_response();
}

Result<http::Response> get_profile(const ScanServices& services, const Call& call) {
  if (!services.catalogue.scanner(call.names[0]))
    return fail(Errc::not_found, "there is no scanner " + call.names[0]);
  TRY(const Buffer profile, services.profile(call.names[0]));
  if (profile.empty())
    return fail(Errc::not_found, "the scanner " + call.names[0] + " has no profile");
  http::Response response;
  response.content_type = "application/vnd.iccprofile";
  response.body = std::make_shared<const std::string>(as_text(profile));
  return response;
}

Result<http::Response> put_profile(const ScanServices& services, const Call& call) {
  if (!services.catalogue.scanner(call.names[0]))
    return fail(Errc::not_found, "there is no scanner " + call.names[0]);
  const Bytes profile = as_bytes(call.body);
  TRY_VOID(services.keep_profile(call.names[0], Buffer(profile.begin(), profile.end())));
  return done_response();
}

Result<http::Response> delete_profile(const ScanServices& services, const Call& call) {
  TRY_VOID(services.keep_profile(call.names[0], std::nullopt));
  return done_response();
}

Result<http::Response> delete_scanner(const ScanServices& services, const Call& call) {
  TRY_VOID(services.catalogue.remove(scan::RecordKind::scanner, call.names[0]));
  TRY_VOID(services.keep_profile(call.names[0], std::nullopt));
  services.scanner_changed(call.names[0]);
  return done_response();
}

} // namespace platen::intake::api
