#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <optional>

namespace platen::render {

// The longest: a raster's sync word and the header of its first page.
inline constexpr std::size_t most_page_head = 4 + 1796;

// The heads of pages that Ghostscript draws one after the other, before the rows of each: raw PNM
// or PAM ("P4" to "P7", with comments) or, of gray8, uncompressed CUPS raster in the machine's byte
// order, whose sync word comes before the first page alone.
class PageHeads {
public:
  // The pages must be exactly `expected`: mask1, gray8, rgb8 or cmyk8.
  explicit PageHeads(PageShape expected) : expected_(expected) {}
  // Reads the head that the bytes begin with: its length, or nothing while more is needed.
  // Errc::malformed when the page is another.
  Result<std::optional<std::size_t>> parse(Bytes bytes);

private:
  Result<std::optional<std::size_t>> parse_pnm(Bytes bytes) const;
  Result<std::optional<std::size_t>> parse_raster(Bytes bytes, std::size_t sync) const;
  PageShape expected_;
  bool raster_ = false;
};

} // namespace platen::render
