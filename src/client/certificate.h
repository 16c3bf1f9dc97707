#pragma once

#include "base/result.h"

#include <string>

#include <cups/http.h>

namespace platen::client {

// Trust on first use: what a host showed first is kept where CUPS' clients keep it (~/.cups/ssl),
// and another one later is refused unless it renews an expired one. Errc::denied says which file to
// remove.
Result<void> check_certificate(http_t* http, const std::string& host);

} // namespace platen::client
