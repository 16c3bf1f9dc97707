#include "intake/api/scan_routes.h"
#include "scan/engine/small_picture.h"

#include <charconv>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;
using scan::small_picture;

template<class Number> std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Failure no_such_page(const Call& call) {
  return fail(Errc::not_found, "scan " + call.names[0] + " has no page " + call.names[1]);
}

// ?size=PIXELS: as large as a screen shows it. With ?edition= it may be kept by who asks, since the
// picture of an edition does not change.
Result<http::Response> small_page(const std::filesystem::path& file, const Call& call,
                                  std::int32_t edition) {
  constexpr std::int32_t least = 16, most = 4'000;
  const auto size = number_of<std::int32_t>(call.asked("size"));
  if (!size || *size < least || *size > most)
    return fail(Errc::invalid, "size=" + std::string(call.asked("size")) + ": it may be " +
                                   std::to_string(least) + " to " + std::to_string(most));
  http::Response response;
  TRY(std::string picture, small_picture(file, *size));
  response.body = std::make_shared<const std::string>(std::move(picture));
  response.content_type = "image/jpeg";
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  response.fields.emplace_back("Cache-Control", call.asked("edition") == std::to_string(edition)
                                                    ? "private, max-age=3600"
                                                    : "private, no-cache");
  return response;
}

} // namespace

Result<http::Response> get_page(const ScanServices& services, const Call& call) {
  TRY(const auto session, session_of(services, call));
  TRY(const std::int32_t number, page_number(call));
  const scan::ScanPage* const page = scan::page_of(*session, number);
  if (page == nullptr) return no_such_page(call);
  const auto file = services.sessions.book().folder(session->id).shown(*page);
  if (call.asked("size").empty()) return file_response(file, "image/png", {});
  return small_page(file, call, page->edition);
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
