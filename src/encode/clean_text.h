#pragma once

#include <string>
#include <string_view>

namespace platen::encode {

// People's text made fit for a device language: well-formed UTF-8 without control characters. What
// XML 1.0 does not allow becomes U+FFFD; line breaks and tabs become spaces.
std::string clean_text(std::string_view text);

} // namespace platen::encode
