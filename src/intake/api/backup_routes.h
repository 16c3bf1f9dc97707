#pragma once

#include "auth/gate.h"
#include "base/side_thread.h"
#include "intake/api/route.h"
#include "job/store_tools.h"

#include <functional>
#include <string>

namespace platen::intake::api {

// What the routes of backup and restore need: all of it outlives the interface.
struct BackupServices {
  job::StoreFolders folders;
  std::string version;
  std::function<std::int64_t()> clock; // seconds of the epoch
  auth::AuditLog& audit;
  SideThread& checking; // looks through archives that came
};
Routes backup_routes(const BackupServices* services);

} // namespace platen::intake::api
