#pragma once

#include "base/result.h"

#include <string_view>

namespace platen::auth {

// Whether a text is the hash of a password as hash_password() makes it, and none that would take a
// log-in's time or memory beyond measure. Errc::invalid: never with the text.
Result<void> check_password_hash(std::string_view hash);

} // namespace platen::auth
