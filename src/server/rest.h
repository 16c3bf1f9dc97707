#pragma once

#include "intake/api/print_routes.h"
#include "intake/api/service.h"
#include "intake/api/session_routes.h"
#include "server/core.h"
#include "server/previews.h"
#include "server/scanning.h"

namespace platen::server {

// What answers at /api/v1: the routes of all parts, and what they need. Ended before those parts.
class Rest {
public:
  Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning);
  http::Handler& handler() { return service_; }
  void tick() { previews_.tick(); } // about once a second

private:
  intake::api::SessionServices session_;
  intake::api::PrintServices print_;
  Previews previews_;
  intake::api::Service service_;
};

} // namespace platen::server
