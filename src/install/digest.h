#pragma once

#include <string>
#include <string_view>

namespace platen::install {

std::string sha256_of(std::string_view text); // 64 digits, lower case
// A UUID that is always the same for `text`: RFC 9562's version 8, upper case as Apple writes them.
std::string uuid_of(std::string_view text);

} // namespace platen::install
