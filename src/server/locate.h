#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "device/identity.h"

#include <string>
#include <vector>

namespace platen::server {

// A machine that says that it is the one that is looked for, at a numeric address.
struct Located {
  std::string host;
  device::Match match = device::Match::same; // or unclear
};

// Whoever on the networks of this machine says that it has `identity`, asked by the channels of
// `device_uri`, whose host is another one. Takes seconds. Errc::cancelled.
Result<std::vector<Located>> locate(const std::string& device_uri, const device::Identity& identity,
                                    const Cancel& cancel);

// The URI at which a device is asked who it is: its own, or that of the channels beside a line
// printer daemon. Empty: there is none.
std::string asked_who(const std::string& device_uri);

} // namespace platen::server
