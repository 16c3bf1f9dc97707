#pragma once

#include "base/result.h"

#include <string>

namespace platen::http {

// Whether this machine has that numeric address, to listen on. Errc::invalid.
Result<void> check_address(const std::string& address);

} // namespace platen::http
