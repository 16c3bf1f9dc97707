#pragma once

#include <optional>
#include <string>
#include <string_view>

// Percent-encoding of RFC 3986, section 2.1.
namespace platen {

// All but unreserved characters, and those in `kept`, becomes %XX.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

// Nothing where a "%" is not followed by two hexadecimal digits, or these are 00.
std::optional<std::string> percent_decoded(std::string_view text);

} // namespace platen
