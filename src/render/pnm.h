#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <optional>

namespace platen::render {

inline constexpr std::size_t most_pnm_head = 256;

// Reads the head of a raw page of PNM or PAM ("P4" to "P7", with comments, as Ghostscript writes
// it): its length in bytes, or nothing while more is needed. The page must be exactly `expected`
// (mask1, gray8, rgb8 or cmyk8): Errc::malformed otherwise.
Result<std::optional<std::size_t>> parse_pnm_head(Bytes bytes, const PageShape& expected);

} // namespace platen::render
