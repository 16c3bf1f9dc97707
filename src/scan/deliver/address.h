#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace platen::scan {

// A URL of a destination, taken apart: "SCHEME://HOST[:PORT][/PATH]".
struct Address {
  std::string scheme;     // lower case
  std::string host;       // as written; IPv6 in its brackets
  std::uint16_t port = 0; // the scheme's own where none is written
  std::string path;       // decoded; "" or begins with "/"
  bool operator==(const Address&) const = default;
};

// Errc::invalid: no URL, a scheme that nobody delivers to, a login within it (it would be seen), a
// query or a fragment. Spaces and UTF-8 may be written as they are.
Result<Address> parse_address(std::string_view url);

// Whether there is a control character of ASCII, which would end a line or a field.
bool has_control(std::string_view text);

// One bare mail address (NAME@DOMAIN in ASCII, 254 bytes at most), without anything that would end
// a line, a field or a list. Errc::invalid; `what` says whose it is ("from").
Result<void> check_mail_address(const std::string& address, std::string_view what);

// Whether it is this machine itself, to which passwords may go in the clear.
bool is_loopback(const Address& address);

} // namespace platen::scan
