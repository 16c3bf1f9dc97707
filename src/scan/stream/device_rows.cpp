#include "scan/stream/device_rows.h"

#include <algorithm>
#include <utility>

namespace platen::scan {

namespace {

constexpr std::int32_t band_rows = 32;        // read at a time
constexpr std::int32_t longest_side = 65'500; // a device may lie about its pages

} // namespace

DeviceRows::DeviceRows(PageShape from, PageShape to, RowMaker maker)
    : page_(to), in_(from.width, band_rows, from.format), out_(to.width, band_rows, to.format),
      maker_(std::move(maker)) {}

Result<DeviceRows> DeviceRows::open(PageShape from, PageShape to, std::int32_t brightness,
                                    std::int32_t contrast, std::int32_t threshold) {
  const bool known = from.format == gray8 || from.format == rgb8 || from.format == mask1;
  if (!known || from.width < 1 || from.height < 1 || from.width > longest_side ||
      from.height > longest_side)
    return fail(Errc::malformed, "the scanner announced a page of " + std::to_string(from.width) +
                                     " x " + std::to_string(from.height) + " pixels");
  return DeviceRows(
      from, to,
      RowMaker(from.format, from.width, to.format, to.width, brightness, contrast, threshold));
}

Result<std::int32_t> DeviceRows::read(Feed& feed, std::int32_t first) {
  const Band in = in_.band({first, band_rows});
  TRY(const std::int32_t came, feed.read(in));
  if (came < 0 || came > band_rows)
    return fail(Errc::malformed, "the scanner gave more rows than there was room for");
  // Rows without end are no page.
  if (came > 0 && first > longest_side)
    return fail(Errc::malformed, "the scanner gives a page that has no end");
  wanted_ = std::clamp(page_.height - first, 0, came);
  const Band out = out_.band({first, band_rows});
  for (std::int32_t y = first; y < first + wanted_; ++y)
    maker_.make(in.row(y), out.row(y));
  return came;
}

ConstBand DeviceRows::rows(std::int32_t first) const {
  return out_.band({first, std::max(1, wanted_)});
}

} // namespace platen::scan
