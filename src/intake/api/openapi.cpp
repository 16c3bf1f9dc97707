#include "intake/api/openapi.h"

// NOLINTNEXTLINE: bytes that the assembler put there
extern "C" const char platen_openapi, platen_openapi_end;

namespace platen::intake::api {

std::string_view openapi_text() {
  return {&platen_openapi, static_cast<std::size_t>(&platen_openapi_end - &platen_openapi)};
}

Routes openapi_routes() {
  return {{"GET", "openapi.json", auth::Role::guest, auth::Scope::read, Pace::quick,
           [](const Call&) -> Result<http::Response> {
             return json_response(200, std::string(openapi_text()));
           }}};
}

} // namespace platen::intake::api
