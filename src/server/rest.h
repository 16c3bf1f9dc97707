#pragma once

#include "base/cancel.h"
#include "intake/api/device_routes.h"
#include "intake/api/doctor_routes.h"
#include "intake/api/library_routes.h"
#include "intake/api/print_routes.h"
#include "intake/api/service.h"
#include "intake/api/session_routes.h"
#include "server/core.h"
#include "server/scanning.h"

namespace platen::server {

// What answers at /api/v1: the routes of all parts, and what they need. Ended before those parts.
class Rest {
public:
  Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning,
       intake::api::DoctorDesk& doctor);
  ~Rest() { stopping_.request(); }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;
  http::Handler& handler() { return service_; }

private:
  Cancel stopping_; // of what waits for devices
  intake::api::SessionServices session_;
  intake::api::PrintServices print_;
  intake::api::LibraryServices library_;
  intake::api::DeviceServices devices_;
  intake::api::Service service_;
};

} // namespace platen::server
