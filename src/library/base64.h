#pragma once

#include "base/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::library {

// RFC 4648 section 4, with padding, without line breaks.
std::string to_base64(Bytes bytes);
std::optional<Buffer> from_base64(std::string_view text); // nothing else, or nothing

} // namespace platen::library
