#pragma once

#include "command_line.h"
#include "discovery/announcer.h"
#include "virtual/device.h"

#include <memory>

namespace platen::app {

// Announces a virtual device by DNS-SD as real ones are, as far as --announce says so (else null);
// until this ends. Errc::invalid.
Result<std::unique_ptr<discovery::Announcer>> announce_device(const Arguments& arguments,
                                                              const twin::VirtualDevice& device,
                                                              const twin::Condition& condition);

} // namespace platen::app
