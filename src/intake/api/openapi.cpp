#include "intake/api/openapi.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

// "jobs/*/sides/*" as "/jobs/{name}/sides/{name2}".
std::string path_of(const Route& route, Json& parameters) {
  std::string path = "/";
  for (const char c : route.path) {
    if (c != '*') {
      path += c;
      continue;
    }
    const std::size_t number = parameters.size() + 1;
    const std::string name = number == 1 ? "name" : "name" + std::to_string(number);
    parameters.push_back(
        {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    path += "{" + name + "}";
  }
  return path;
}

Json answers(const Route& route) {
  Json all{{"200", {{"description", "done, or what was asked for"}}},
           {"default", {{"description", "an error: {\"error\": {\"code\", \"message\"}}"}}}};
  if (route.method == "POST") all["201"] = {{"description", "made"}};
  return all;
}

// A guest needs nothing; everybody else one of the three.
Json security(const Route& route) {
  if (route.access == auth::Role::guest) return Json::array({Json::object()});
  return Json::array(
      {{{"basic", Json::array()}}, {{"session", Json::array()}}, {{"token", Json::array()}}});
}

Json schemes() {
  return {{"basic", {{"type", "http"}, {"scheme", "basic"}}},
          {"token", {{"type", "http"}, {"scheme", "bearer"}}},
          {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "platen-session"}}}};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return text;
}

} // namespace

std::string openapi(const Routes& routes) {
  Json paths = Json::object();
  for (const Route& route : routes) {
    Json parameters = Json::array();
    const std::string path = path_of(route, parameters);
    paths[path][lower(route.method)] = {{"parameters", parameters},
                                        {"responses", answers(route)},
                                        {"security", security(route)},
                                        {"x-platen-role", to_string(route.access)},
                                        {"x-platen-scope", to_string(route.scope)}};
  }
  return Json{{"openapi", "3.1.0"},
              {"info", {{"title", "platen"}, {"version", "1"}}},
              {"servers", Json::array({{{"url", "/api/v1"}}})},
              {"components", {{"securitySchemes", schemes()}}},
              {"paths", std::move(paths)}}
      .dump();
}

} // namespace platen::intake::api
