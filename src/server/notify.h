#pragma once

#include <string_view>

namespace platen::server {

// Tells the service manager that started us, by the protocol of sd_notify(3): "READY=1",
// "STOPPING=1", "STATUS=...". Nothing happens where $NOTIFY_SOCKET is not set. True when it was
// sent.
bool notify_service_manager(std::string_view state);

// Whether it wants "WATCHDOG=1" again and again ($WATCHDOG_USEC, sd_watchdog_enabled(3)).
bool service_manager_watches();

} // namespace platen::server
