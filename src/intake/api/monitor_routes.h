#pragma once

#include "base/live.h"
#include "intake/api/route.h"
#include "intake/ipp/service.h"
#include "monitor/monitor.h"

namespace platen::intake::api {

// What the routes of watching need: all of it outlives the interface.
struct MonitorServices {
  monitor::Monitor& monitor;
  job::Store& store;
  Live<ipp::Policy> policy;
};
Routes monitor_routes(const MonitorServices* services);

} // namespace platen::intake::api
