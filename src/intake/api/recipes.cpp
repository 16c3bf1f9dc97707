#include "intake/api/scan_routes.h"

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

template<class Entry> http::Response listed(const std::vector<Entry>& all) {
  std::string json = "[";
  for (const Entry& entry : all)
    json += (json.size() == 1 ? "" : ",") + scan::to_json(entry);
  return json_response(200, json + "]");
}

// The password that came with a destination; "" removes it, and none at all leaves it as it is.
struct WithSecret {
  std::string json; // without it
  std::optional<std::string> secret;
};
Result<WithSecret> take_secret(const std::string& body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return fail(Errc::malformed, "this is no JSON object");
  WithSecret taken;
  if (const auto found = json.find("secret"); found != json.end()) {
    if (!found->is_string()) return fail(Errc::malformed, "\"secret\" shall be a text");
    taken.secret = found->get<std::string>();
    json.erase(found);
  }
  taken.json = json.dump();
  return taken;
}

} // namespace

Result<http::Response> list_recipes(const ScanServices& services, const Call&) {
  return listed(services.catalogue.recipes());
}

Result<http::Response> put_recipe(const ScanServices& services, const Call& call) {
  TRY(scan::Recipe recipe, scan::recipe_from_json(call.body));
  recipe.name = call.names[0];
  TRY_VOID(services.catalogue.put(recipe));
  return done_response();
}

Result<http::Response> delete_recipe(const ScanServices& services, const Call& call) {
  TRY_VOID(services.catalogue.remove(scan::RecordKind::recipe, call.names[0]));
  return done_response();
}

Result<http::Response> list_destinations(const ScanServices& services, const Call&) {
  TRY(const auto secrets, services.with_secrets());
  Json all = Json::array();
  for (const scan::Destination& one : services.catalogue.destinations()) {
    all.push_back(Json::parse(scan::to_json(one)));
    all.back()["has-secret"] = secrets.contains(one.name);
  }
  return json_response(200, all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<http::Response> put_destination(const ScanServices& services, const Call& call) {
  TRY(const WithSecret taken, take_secret(call.body));
  TRY(scan::Destination destination, scan::destination_from_json(taken.json));
  destination.name = call.names[0];
  TRY_VOID(services.catalogue.put(destination));
  if (taken.secret) {
    const bool keeps = !taken.secret->empty();
    TRY_VOID(services.keep_secret(destination.name, keeps ? taken.secret : std::nullopt));
  }
  return done_response();
}

Result<http::Response> list_contacts(const ScanServices& services, const Call&) {
  return listed(services.catalogue.contacts());
}

Result<http::Response> put_contact(const ScanServices& services, const Call& call) {
  TRY(scan::Contact contact, scan::contact_from_json(call.body));
  contact.name = call.names[0];
  TRY_VOID(services.catalogue.put(contact));
  return done_response();
}

Result<http::Response> delete_contact(const ScanServices& services, const Call& call) {
  TRY_VOID(services.catalogue.remove(scan::RecordKind::contact, call.names[0]));
  return done_response();
}

Result<http::Response> delete_destination(const ScanServices& services, const Call& call) {
  TRY_VOID(services.catalogue.remove(scan::RecordKind::destination, call.names[0]));
  TRY_VOID(services.keep_secret(call.names[0], std::nullopt));
  return done_response();
}

// {"done": TEXT}: what was brought there, and how.
Result<http::Response> test_destination(const ScanServices& services, const Call& call) {
  TRY(const std::string words, services.test_destination(call.names[0], call.user));
  const Json answer{{"done", words}};
  return json_response(200, answer.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace platen::intake::api
