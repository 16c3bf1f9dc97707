#pragma once

#include "base/bytes.h"
#include "scan/device/device.h"

#include <string>
#include <vector>

namespace platen::test {

inline scan::ScannerFacts office_scanner() {
  scan::ScannerFacts facts;
  const scan::SourceOffer offer{
      16, 2544, 4, 3472, {75, 150, 300, 600}, {scan::ColorMode::gray, scan::ColorMode::color}};
  facts.platen = facts.adf = offer;
  facts.adf_two_sided = true;
  facts.feeder_capacity = 50;
  facts.buttons = true;
  return facts;
}

struct Side {
  PageShape shape;
  std::vector<std::string> rows;
  scan::PageEnd end;
};

// The next side with all its rows; nothing: there is none.
inline Result<std::optional<Side>> take_side(scan::Feed& feed, std::int32_t rows_at_once = 7) {
  TRY(const auto shape, feed.next_page());
  if (!shape) return std::optional<Side>();
  Side side{*shape, {}, {}};
  RowBuffer buffer(shape->width, rows_at_once, shape->format);
  for (;;) {
    const Band band = buffer.band({static_cast<std::int32_t>(side.rows.size()), rows_at_once});
    TRY(const std::int32_t count, feed.read(band));
    if (count == 0) break;
    for (std::int32_t y = 0; y < count; ++y)
      side.rows.emplace_back(as_text(band.row(band.rows().first + y)));
  }
  side.end = feed.page_end();
  return std::optional<Side>(std::move(side));
}

} // namespace platen::test
