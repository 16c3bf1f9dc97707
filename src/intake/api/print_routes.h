#pragma once

#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"

namespace platen::intake::api {

// What the operations of printing need; all of it outlives the routes.
struct PrintServices {
  IppDesk desk;
};

// Printers and jobs. `services` outlives them; null for the table alone.
Routes print_routes(const PrintServices* services);

// ---- printers.cpp
Result<http::Response> list_printers(const PrintServices& services, const Call& call);
Result<http::Response> show_printer(const PrintServices& services, const Call& call);
// ---- jobs.cpp
Result<http::Response> list_jobs(const PrintServices& services, const Call& call);

} // namespace platen::intake::api
