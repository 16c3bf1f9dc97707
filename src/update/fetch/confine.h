#pragma once

#include "update/fetch/message.h"

namespace platen::update {

// Gives up, for good, all that fetching a file does not need: all files but those that name
// services and TLS read, every privilege, other programs. Errc::unsupported.
Result<void> confine(const FetchRequest& request);

} // namespace platen::update
