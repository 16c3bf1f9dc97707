#pragma once

#include "intake/api/monitor_routes.h"
#include "intake/api/print_routes.h"
#include "intake/api/service.h"
#include "server/core.h"
#include "server/monitoring.h"
#include "server/scanning.h"

namespace platen::server {

// What answers at /api/v1: the routes of all parts, and what they need. Ended before those parts.
class Rest {
public:
  Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning, Monitoring& monitoring);
  http::Handler& handler() { return service_; }

private:
  intake::api::PrintServices print_;
  intake::api::MonitorServices monitor_;
  intake::api::Service service_;
};

} // namespace platen::server
