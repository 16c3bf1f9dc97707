#pragma once

#include "http/refusal.h"

#include <string>
#include <string_view>
#include <variant>

namespace platen::http {

// What a request line asks for.
struct Target {
  std::string path;      // decoded UTF-8, begins with "/"; "*" for the whole server
  std::string query;     // as sent, without "?"
  std::string authority; // of the absolute form ("http://HOST:PORT/..."); else empty
};

// The target as it stands in the request line, printable ASCII. Strict: what a file system, a
// router and a proxy could each understand differently is refused, not repaired.
std::variant<Target, Refusal> parse_target(std::string_view target, std::string_view method);

// Well-formed UTF-8 without control characters.
bool is_plain_utf8(std::string_view text);

} // namespace platen::http
