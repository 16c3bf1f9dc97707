#pragma once

#include "intake/api/backup_routes.h"
#include "intake/api/monitor_routes.h"
#include "intake/api/print_routes.h"
#include "intake/api/service.h"
#include "intake/api/settings_routes.h"
#include "server/core.h"
#include "server/monitoring.h"
#include "server/scanning.h"

namespace platen::server {

// What answers at /api/v1: the routes of all parts, and what they need. Ended before those parts.
class Rest {
public:
  Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning, Monitoring& monitoring,
       intake::api::SettingsServices settings, job::StoreFolders folders);
  http::Handler& handler() { return service_; }

private:
  intake::api::PrintServices print_;
  intake::api::MonitorServices monitor_;
  intake::api::SettingsServices settings_;
  intake::api::BackupServices backup_;
  SideThread checking_{1}; // archives to be restored; it uses backup_
  intake::api::Service service_;
};

} // namespace platen::server
