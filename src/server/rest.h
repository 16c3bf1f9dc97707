#pragma once

#include "base/cancel.h"
#include "intake/api/backup_routes.h"
#include "intake/api/device_routes.h"
#include "intake/api/doctor_routes.h"
#include "intake/api/library_routes.h"
#include "intake/api/monitor_routes.h"
#include "intake/api/print_routes.h"
#include "intake/api/service.h"
#include "intake/api/session_routes.h"
#include "intake/api/settings_routes.h"
#include "intake/api/update_routes.h"
#include "server/core.h"
#include "server/monitoring.h"
#include "server/previews.h"
#include "server/scanning.h"
#include "server/updates.h"

namespace platen::server {

// What answers at /api/v1: the routes of all parts, and what they need. Ended before those parts.
class Rest {
public:
  struct Parts {
    Core& core;
    intake::ipp::Service& ipp;
    const Scanning& scanning;
    Monitoring& monitoring;
    intake::api::DoctorDesk& doctor;
    Updates& updates;
    intake::api::SettingsServices settings;
    job::StoreFolders folders;
  };
  explicit Rest(Parts parts);
  ~Rest() { stopping_.request(); }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;
  http::Handler& handler() { return service_; }
  void tick() { previews_.tick(); } // about once a second

private:
  Cancel stopping_; // of what waits for devices
  intake::api::SessionServices session_;
  intake::api::PrintServices print_;
  intake::api::LibraryServices library_;
  intake::api::DeviceServices devices_;
  Previews previews_;
  intake::api::MonitorServices monitor_;
  intake::api::SettingsServices settings_;
  intake::api::BackupServices backup_;
  SideThread checking_{1}; // archives to be restored; it uses backup_
  intake::api::Service service_;
};

} // namespace platen::server
