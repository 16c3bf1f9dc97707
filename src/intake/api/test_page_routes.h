#pragma once

#include "intake/api/print_routes.h"

namespace platen::intake::api {

// The test page of a printer, and what a person is asked about it. `services` outlives the routes;
// null for the table alone.
Routes test_page_routes(const PrintServices* services);

// Prints it on the printer that `call` names. `language`: of its words, "en" or "de".
Result<http::Response> print_test_page(const PrintServices& services, const Call& call,
                                       model::Options options, const std::string& language);

} // namespace platen::intake::api
