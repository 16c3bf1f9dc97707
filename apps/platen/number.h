#pragma once

#include "base/result.h"

#include <cstdint>
#include <string_view>

namespace platen::app {

// A whole number from least to most; the error names the flag and the range.
Result<std::int32_t> parse_number(std::string_view flag, std::string_view text, std::int32_t least,
                                  std::int32_t most);

} // namespace platen::app
