#pragma once

#include "intake/api/print_routes.h"

namespace platen::intake::api {

// The test page of a printer, and what a person is asked about it. `services` outlives the routes;
// null for the table alone.
Routes test_page_routes(const PrintServices* services);

} // namespace platen::intake::api
