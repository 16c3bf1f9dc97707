#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace platen::auth {

struct Credentials {
  std::string name, password;
};

// The value of an Authorization field of the Basic scheme (RFC 7617). Errc::denied says what is
// wrong, never what was sent.
Result<Credentials> parse_basic(std::string_view authorization);

// Such a value.
std::string basic_of(const Credentials& given);

// Whether a value is of the Bearer scheme (RFC 6750), and what it bears.
bool is_bearer(std::string_view authorization);
std::string_view bearer_of(std::string_view authorization);

} // namespace platen::auth
