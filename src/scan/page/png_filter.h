#pragma once

#include "base/result.h"

#include <span>

namespace platen::scan::png {

// Takes a filter of PNG (0 to 4) off `row`, in place. `above` is the row before it, as long;
// `pixel` is the bytes from one pixel to the next. Errc::malformed for a filter that there is not.
Result<void> unfilter(std::uint8_t filter, std::size_t pixel, std::span<const std::uint8_t> above,
                      std::span<std::uint8_t> row);

} // namespace platen::scan::png
