#pragma once

#include "intake/api/route.h"

#include <string_view>

namespace platen::intake::api {

// docs/protocols/openapi.json, as it lies in the program.
std::string_view openapi_text();

// GET openapi.json.
Routes openapi_routes();

} // namespace platen::intake::api
