#pragma once

#include "scan/deliver/message.h"

namespace platen::scan::courier {

// Gives up, for good, what this try does not need: all files but those it sends, those that name
// services and TLS read, and its target folder; every privilege; other programs. Errc::unsupported.
Result<void> confine(const DeliveryRequest& request);

} // namespace platen::scan::courier
