#include "intake/api/backup_routes.h"
#include "intake/api/calibration_routes.h"
#include "intake/api/device_routes.h"
#include "intake/api/doctor_routes.h"
#include "intake/api/events.h"
#include "intake/api/library_routes.h"
#include "intake/api/monitor_routes.h"
#include "intake/api/openapi.h"
#include "intake/api/preview_routes.h"
#include "intake/api/print_routes.h"
#include "intake/api/scan_routes.h"
#include "intake/api/session_routes.h"
#include "intake/api/settings_routes.h"
#include "intake/api/test_page_routes.h"
#include "intake/api/update_routes.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::intake::api {
namespace {

using Json = nlohmann::json;

std::string word(auth::Role role) {
  constexpr std::array<const char*, 4> words{"guest", "user", "operator", "administrator"};
  return words.at(static_cast<std::size_t>(role));
}

std::string word(auth::Scope scope) {
  constexpr std::array<const char*, 5> words{"read", "print", "scan", "operate", "administer"};
  return words.at(static_cast<std::size_t>(scope));
}

// The tables of all parts, as server/rest.cpp puts them together.
Routes all_routes() {
  Routes all;
  for (const Routes& part :
       {session_routes(nullptr), print_routes(nullptr), library_routes(nullptr),
        device_routes(nullptr), preview_routes(nullptr), calibration_routes(nullptr),
        test_page_routes(nullptr), event_routes(nullptr), openapi_routes(), scan_routes(nullptr),
        monitor_routes(nullptr), settings_routes(nullptr), backup_routes(nullptr),
        doctor_routes(nullptr), update_routes(nullptr)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::set<std::string> lines_of_routes() {
  std::set<std::string> lines;
  for (const Route& route : all_routes())
    lines.insert(route.method + " " + route.path + " " + word(route.access) + " " +
                 word(route.scope));
  return lines;
}

// "/jobs/{id}/hold" as the tables have it: "jobs/*/hold".
std::string pattern_of(const std::string& path) {
  std::string pattern;
  bool in_name = false;
  for (const char c : path.substr(1)) {
    if (c == '{') pattern += '*';
    in_name = c == '{' || (in_name && c != '}');
    if (!in_name && c != '}') pattern += c;
  }
  return pattern;
}

std::set<std::string> lines_of_document(const Json& document) {
  std::set<std::string> lines;
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      std::string upper = method;
      std::ranges::transform(upper, upper.begin(),
                             [](char c) { return static_cast<char>(std::toupper(c)); });
      lines.insert(upper + " " + pattern_of(path) + " " + operation.value("x-platen-role", "") +
                   " " + operation.value("x-platen-scope", ""));
    }
  return lines;
}

Json document() {
  return Json::parse(openapi_text(), nullptr, false);
}

TEST(OpenApi, HasEveryRouteOfTheServerAndNoOther) {
  const Json described = document();
  ASSERT_TRUE(described.is_object());
  const auto routes = lines_of_routes(), lines = lines_of_document(described);
  for (const std::string& route : routes)
    EXPECT_TRUE(lines.contains(route)) << "not described so: " << route;
  for (const std::string& line : lines)
    EXPECT_TRUE(routes.contains(line)) << "described, but not served so: " << line;
}

TEST(OpenApi, EachOperationHasANameOfItsOwnAndTellsItsParametersAndAnswers) {
  const Json described = document();
  std::set<std::string> names;
  for (const auto& [path, methods] : described["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      SCOPED_TRACE(method + " " + path);
      EXPECT_TRUE(names.insert(operation.value("operationId", "")).second);
      EXPECT_FALSE(operation.value("summary", "").empty());
      EXPECT_TRUE(operation["responses"].contains("default"));
      const auto inside = std::count(path.begin(), path.end(), '{');
      const Json parameters = operation.value("parameters", Json::array());
      EXPECT_EQ(inside, std::count_if(parameters.begin(), parameters.end(),
                                      [](const Json& one) { return one["in"] == "path"; }));
    }
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const Json described = document();
  const std::function<void(const Json&)> walk = [&](const Json& json) {
    if (json.is_object() && json.contains("$ref")) {
      const auto target = json["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(described.contains(Json::json_pointer(target))) << target;
    }
    if (json.is_structured())
      for (const Json& inner : json)
        walk(inner);
  };
  walk(described);
}

// Two rows for the same request: the second would never be reached.
TEST(RouteTable, HasNoRowTwice) {
  std::set<std::string> known;
  for (const Route& route : all_routes())
    EXPECT_TRUE(known.insert(route.method + " " + route.path).second) << route.path;
}

} // namespace
} // namespace platen::intake::api
