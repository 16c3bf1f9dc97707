#include "intake/api/scan_routes.h"

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

Failure no_such_page(const Call& call) {
  return fail(Errc::not_found, "scan " + call.names[0] + " has no page " + call.names[1]);
}

} // namespace

Result<http::Response> get_page(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY(const std::int32_t number, page_number(call));
  const scan::ScanPage* const page = scan::page_of(*session, number);
  if (page == nullptr) return no_such_page(call);
  return file_response(services.sessions.book().folder(session->id).shown(*page), "image/png", {});
}

// {"turn": 90}, {"left-out": true}
Result<http::Response> edit_page(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY(const std::int32_t number, page_number(call));
  const Json json = Json::parse(call.body, nullptr, false);
  if (!json.is_object()) return fail(Errc::malformed, "this is no JSON object");
  for (const auto& [name, value] : json.items()) {
    if (name == "turn" && value.is_number_integer()) {
      TRY_VOID(services.sessions.turn(session->id, number, value.get<std::int32_t>()));
    } else if (name == "left-out" && value.is_boolean()) {
      TRY_VOID(services.sessions.leave_out(session->id, number, value.get<bool>()));
    } else {
      return fail(Errc::malformed, "a page takes \"turn\" (90, 180 or 270) and \"left-out\" (true "
                                   "or false), not \"" +
                                       name + "\" like this");
    }
  }
  return done_response();
}

// {"pages": [2, 1, 3]}
Result<http::Response> order_pages(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  const Json json = Json::parse(call.body, nullptr, false);
  std::vector<std::int32_t> pages;
  const bool right = json.is_object() && json.contains("pages") && json["pages"].is_array();
  if (right)
    for (const Json& one : json["pages"])
      if (one.is_number_integer()) pages.push_back(one.get<std::int32_t>());
  if (!right || pages.size() != json["pages"].size())
    return fail(Errc::malformed, "\"pages\" shall be a list of page numbers");
  TRY_VOID(services.sessions.order(session->id, pages));
  return done_response();
}

} // namespace platen::intake::api
