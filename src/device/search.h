#pragma once

#include "base/cancel.h"
#include "base/device_limits.h"
#include "base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace platen::device {

// The addresses on these networks (broadcast addresses) that answer within `patience`, which is
// waited for to its end. Who they are is asked for at each address by itself (probe.h).

// Agents of SNMP version 1, community "public"; of printers and of anything else.
Result<std::vector<std::string>> search_snmp(const std::vector<std::string>& targets,
                                             const Cancel& cancel,
                                             std::chrono::milliseconds patience = limits::search);
// Printers that answer BJNP's discovery.
Result<std::vector<std::string>> search_bjnp(const std::vector<std::string>& targets,
                                             const Cancel& cancel,
                                             std::chrono::milliseconds patience = limits::search);

} // namespace platen::device
