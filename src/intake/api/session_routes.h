#pragma once

#include "intake/api/route.h"

namespace platen::intake::api {

// Who is logged in, as far as the app has to know.
Routes session_routes();

} // namespace platen::intake::api
