#pragma once

#include "intake/api/route.h"

#include <string>

namespace platen::intake::api {

// The table of operations as an OpenAPI document: paths, methods, who may (x-platen-role) and what
// a token needs for it (x-platen-scope). What goes in and out docs/protocols/rest.md says.
std::string openapi(const Routes& routes);

} // namespace platen::intake::api
