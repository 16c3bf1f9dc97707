#pragma once

#include <string_view>

namespace platen::server {

// Tells the service manager that started us, by the protocol of sd_notify(3): "READY=1",
// "STOPPING=1", "STATUS=...". Nothing happens where $NOTIFY_SOCKET is not set. True when it was
// sent.
bool notify_service_manager(std::string_view state);

} // namespace platen::server
