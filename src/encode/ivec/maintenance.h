#pragma once

#include "encode/ivec/conversation.h"

#include <string>
#include <string_view>

namespace platen::encode::ivec {

// Who asks, for the device's own list of jobs.
struct MaintenanceNames {
  std::string user, computer;
  std::string local_time; // YYYYMMDDhhmmss
};

// One maintenance job on the print port (docs/protocols/ivec.md section 12): asks the device
// whether it has the function, then tells it. Errc::unsupported when it does not list it, or does
// not answer.
Result<void> maintain(Conversation& conversation, DeviceLink& device, std::string_view function,
                      const MaintenanceNames& names);

} // namespace platen::encode::ivec
