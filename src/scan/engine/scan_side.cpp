#include "scan/engine/scan_side.h"

#include "scan/page/page_file.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::int32_t band_rows = 64;

// What ended the rows of a side.
struct RowsEnd {
  std::int32_t rows = 0;
  std::optional<Error> device;
};

// The device's failures end the side; ours (the disk) are the Error.
Result<RowsEnd> copy_rows(Feed& feed, const PageShape& shape, PageFileWriter& page,
                          const Cancel& cancel) {
  RowBuffer buffer(shape.width, band_rows, shape.format);
  RowsEnd end;
  while (end.rows < shape.height) {
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    const Band band = buffer.band({end.rows, std::min(band_rows, shape.height - end.rows)});
    const auto got = feed.read(band);
    if (!got) {
      end.device = got.error();
      return end;
    }
    if (*got == 0) return end;
    TRY_VOID(page.write(ConstBand(band).sub({end.rows, *got})));
    end.rows += *got;
  }
  // What it sends beyond the page is none of it; the read that gives nothing ends the side.
  const auto last = feed.read(buffer.band({end.rows, 1}));
  if (!last) end.device = last.error();
  return end;
}

std::string missing(const PageShape& shape, std::int32_t rows, const std::string& why) {
  return "the scanner gave " + std::to_string(rows) + " of " + std::to_string(shape.height) +
         " rows (" + why + "): the rest is white";
}

} // namespace

Result<std::optional<ScannedSide>>
scan_side(Feed& feed, Dpi resolution, const std::filesystem::path& file, const Cancel& cancel) {
  TRY(const std::optional<PageShape> shape, feed.next_page());
  if (!shape) return std::optional<ScannedSide>();
  TRY(auto page, make_page_file(file, *shape, resolution));
  TRY(const RowsEnd end, copy_rows(feed, *shape, *page, cancel));
  if (end.device && (end.rows == 0 || end.device->code == Errc::cancelled))
    return Failure(*end.device);
  ScannedSide side{*shape, {}, end.device};
  if (end.device)
    side.warning = missing(*shape, end.rows, end.device->message());
  else
    side.warning = feed.page_end().warning;
  if (end.rows < shape->height) {
    if (side.warning.empty()) side.warning = missing(*shape, end.rows, "the page ended early");
    TRY_VOID(page->fill_up());
  }
  TRY_VOID(page->finish());
  return std::optional(std::move(side));
}

} // namespace platen::scan
