#include "intake/api/scan_routes.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

template<class Number> std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Nobody's session is of everybody on this machine.
bool may_see(const auth::Principal& principal, const std::string& user,
             const scan::Session& session) {
  return principal.administrator || session.user == user ||
         (session.user == "anonymous" && principal.local);
}

// As the store has it, but without paths of this machine, and with how its deliveries are.
std::string public_json(const ScanServices& services, const scan::Session& session) {
  Json json = Json::parse(scan::to_json(session));
  for (Json& file : json["files"])
    file.erase("path");
  Json options = Json::object();
  for (const auto& [name, value] : scan::to_options(session.settings))
    options[name] = value;
  json["settings"] = std::move(options);
  json["deliveries"] = Json::parse(services.deliveries(session));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Json> body_object(const Call& call) {
  if (call.body.empty()) return Json::object();
  Json json = Json::parse(call.body, nullptr, false);
  if (!json.is_object()) return fail(Errc::malformed, "this is no JSON object");
  return json;
}

Result<std::string> text_member(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) return std::string();
  if (!found->is_string())
    return fail(Errc::malformed, "\"" + std::string(name) + "\" shall be a text");
  return found->get<std::string>();
}

Result<scan::Options> options_member(const Json& json) {
  scan::Options options;
  const auto found = json.find("options");
  if (found == json.end()) return options;
  if (!found->is_object()) return fail(Errc::malformed, "\"options\" shall be an object of texts");
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string())
      return fail(Errc::malformed, "the option \"" + name + "\" shall be a text");
    options.emplace_back(name, value.get<std::string>());
  }
  return options;
}

// The only scanner there is needs no name.
Result<std::string> scanner_of(const ScanServices& services, const std::string& named) {
  const auto all = services.catalogue.scanners();
  if (!named.empty()) {
    for (const scan::ScannerEntry& entry : all)
      if (entry.name == named) return named;
    return fail(Errc::not_found, "there is no scanner " + named);
  }
  if (all.size() == 1) return all[0].name;
  return all.empty()
             ? fail(Errc::not_found, "there is no scanner yet: \"platen scanners add\" adds one")
             : fail(Errc::invalid, "say which scanner: there are several");
}

} // namespace

Result<std::shared_ptr<const scan::Session>> session_of(const ScanServices& services,
                                                        const Call& call) {
  const auto id = number_of<scan::SessionId>(call.names[0]);
  auto session = id ? services.sessions.book().find(*id) : nullptr;
  if (!session || !may_see(call.principal, call.user, *session))
    return fail(Errc::not_found, "there is no scan " + call.names[0]);
  return session;
}

Result<std::int32_t> page_number(const Call& call) {
  const auto number = number_of<std::int32_t>(call.names[1]);
  if (!number || *number < 1) return fail(Errc::not_found, "there is no page " + call.names[1]);
  return *number;
}

Result<http::Response> list_scans(const ScanServices& services, const Call& call) {
  constexpr std::size_t most = 1'000;
  std::string all = "[";
  std::size_t count = 0;
  for (const auto& session : services.sessions.book().all()) {
    if (!may_see(call.principal, call.user, *session)) continue;
    if (++count > most) break;
    all += (all.size() == 1 ? "" : ",") + public_json(services, *session);
  }
  return json_response(200, all + "]");
}

Result<http::Response> begin_scan(const ScanServices& services, const Call& call) {
  TRY(const Json json, body_object(call));
  scan::Sessions::Start start;
  TRY(const std::string named, text_member(json, "scanner"));
  TRY(start.recipe, text_member(json, "recipe"));
  TRY(const scan::Options options, options_member(json));
  TRY(start.scanner, scanner_of(services, named));
  TRY(start.settings, services.catalogue.settings(start.recipe, options));
  start.user = call.user;
  TRY(const auto session, services.sessions.start(std::move(start)));
  auto response = json_response(201, public_json(services, *session));
  response.fields.emplace_back("Location", "/api/v1/scans/" + std::to_string(session->id));
  return response;
}

Result<http::Response> show_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  return json_response(200, public_json(services, *session));
}

Result<http::Response> set_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY(const Json json, body_object(call));
  TRY(const scan::Options options, options_member(json));
  const bool goes_elsewhere = std::ranges::any_of(options, [](const auto& option) {
    return option.first == "to" || option.first == "mail-to";
  });
  if (goes_elsewhere) {
    TRY(const scan::Settings changed, scan::with(session->settings, options));
    TRY_VOID(services.catalogue.check_destinations(changed));
  }
  TRY_VOID(services.sessions.set(session->id, options));
  return done_response();
}

Result<http::Response> scan_more(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY(const Json json, body_object(call));
  const auto page = json.find("in-place-of");
  if (page != json.end() && !page->is_number_integer())
    return fail(Errc::malformed, "\"in-place-of\" shall be the number of a page");
  TRY_VOID(services.sessions.more(session->id, page == json.end() ? 0 : page->get<std::int32_t>()));
  return done_response();
}

Result<http::Response> finish_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY_VOID(services.sessions.finish(session->id));
  return done_response();
}

Result<http::Response> cancel_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY_VOID(services.sessions.cancel(session->id));
  return done_response();
}

Result<http::Response> retry_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY_VOID(services.retry_deliveries(*session));
  return done_response();
}

Result<http::Response> forget_scan(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY_VOID(services.sessions.forget(session->id));
  return done_response();
}

Result<http::Response> get_file(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  const auto number = number_of<std::size_t>(call.names[1]);
  if (!number || *number < 1 || *number > session->files.size())
    return fail(Errc::not_found, "scan " + call.names[0] + " has no file " + call.names[1]);
  const scan::PackedFile& file = session->files[*number - 1];
  return file_response(file.path, file.media_type, file.name);
}

} // namespace platen::intake::api
