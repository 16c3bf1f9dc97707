#include "virtual/ivec/page.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <cups/raster.h>

namespace platen::twin::ivec {

namespace {

constexpr std::size_t sync_bytes = 4, header_bytes = 1796;
constexpr std::int32_t srgb = 19, adobe_rgb = 20; // PWG 5102.4 table 8
constexpr std::int64_t most_side_px = 65'500,
                       most_dpi = 2400; // whatever the device; bounds our memory

// The fields that docs/protocols/ivec.md §5 names, read before libcups sees the page: it allocates
// by them.
struct Header {
  std::string media_class, size_name;
  std::int64_t x_dpi = 0, y_dpi = 0, copies = 0, width = 0, height = 0;
  std::int64_t bits_per_color = 0, bits_per_pixel = 0, bytes_per_line = 0, order = 0, space = 0,
               colors = 0, pages = 0;
};

std::string text_at(Bytes bytes, std::size_t at) {
  const Bytes field = bytes.subspan(at, 64);
  return std::string(as_text(field).substr(0, as_text(field).find('\0')));
}

std::int64_t number_at(Bytes bytes, std::size_t at) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | std::to_integer<std::int64_t>(bytes[at + i]);
  return value;
}

Header header_of(Bytes bytes) {
  Header h;
  h.media_class = text_at(bytes, 0);
  h.x_dpi = number_at(bytes, 276);
  h.y_dpi = number_at(bytes, 280);
  h.copies = number_at(bytes, 340);
  h.width = number_at(bytes, 372);
  h.height = number_at(bytes, 376);
  h.bits_per_color = number_at(bytes, 384);
  h.bits_per_pixel = number_at(bytes, 388);
  h.bytes_per_line = number_at(bytes, 392);
  h.order = number_at(bytes, 396);
  h.space = number_at(bytes, 400);
  h.colors = number_at(bytes, 420);
  h.pages = number_at(bytes, 452);
  h.size_name = text_at(bytes, 1732);
  return h;
}

std::string pair_text(std::int64_t a, std::int64_t b) {
  return std::to_string(a) + " x " + std::to_string(b);
}

PageResult check_header(const Header& h, const PageRules& rules, OutputTray& tray,
                        std::uint64_t at) {
  if (h.media_class != "PwgRaster")
    return page_fault("ParameterError", "the page header does not begin with PwgRaster", at);
  if (h.bits_per_color != 8 || h.bits_per_pixel != 24 || h.colors != 3 || h.order != 0 ||
      (h.space != srgb && !(rules.adobe_rgb && h.space == adobe_rgb)))
    return page_fault("ParameterError",
                      "the page is not 24-bit chunky sRGB (" + std::to_string(h.bits_per_color) +
                          " bits a colour, " + std::to_string(h.bits_per_pixel) + " a pixel, " +
                          std::to_string(h.colors) + " colours, order " + std::to_string(h.order) +
                          ", colour space " + std::to_string(h.space) + ")",
                      at);
  if (h.width < 1 || h.height < 1 || h.width > most_side_px || h.height > most_side_px)
    return page_fault("ParameterError", "the page has " + pair_text(h.width, h.height) + " pixels",
                      at);
  if (h.width > rules.most_columns || h.height > longest_page_px)
    if (auto taken = complain(rules, tray,
                              "the page has " + pair_text(h.width, h.height) +
                                  " pixels; the device takes up to " +
                                  pair_text(rules.most_columns, longest_page_px),
                              at);
        !taken)
      return taken;
  if (h.bytes_per_line != 3 * h.width)
    return page_fault("ParameterError",
                      "BytesPerLine is " + std::to_string(h.bytes_per_line) + ", not 3 x " +
                          std::to_string(h.width),
                      at);
  if (h.x_dpi != h.y_dpi || h.x_dpi < 1 || h.x_dpi > most_dpi)
    return page_fault("ParameterError", "the page has " + pair_text(h.x_dpi, h.y_dpi) + " dpi", at);
  if (std::find(resolutions.begin(), resolutions.end(), h.x_dpi) == resolutions.end())
    if (auto taken = complain(rules, tray,
                              "the device does not print " + std::to_string(h.x_dpi) + " dpi", at);
        !taken)
      return taken;
  if (h.pages > 1)
    return page_fault("ParameterError",
                      "a payload holds one page, its header says " + std::to_string(h.pages), at);
  if (h.copies > 1)
    tray.warn_job("NumCopies " + std::to_string(h.copies) + " in a page header is ignored");
  if (h.size_name != rules.side.medium)
    tray.warn_job("the page header names \"" + h.size_name + "\", the job " + rules.side.medium);
  const Area found{static_cast<std::int32_t>(h.width), static_cast<std::int32_t>(h.height)};
  return check_area(rules, tray, found, Dpi{static_cast<std::int32_t>(h.x_dpi)}, at);
}

// Feeds libcups. It reads ahead as far as it is given bytes, so the last ones are given one by one:
// what is left of the payload after the last row is then exactly what libcups did not need.
struct Feed {
  static constexpr std::uint64_t careful = 32768;
  static constexpr std::size_t chunk = 16384;
  Payload& payload;
  std::optional<Error> failure;
};

ssize_t feed(void* context, unsigned char* into, size_t length) {
  auto* f = static_cast<Feed*>(context);
  const std::size_t most = f->payload.left() > Feed::careful ? Feed::chunk : 1;
  auto bytes = f->payload.some(std::min(length, most));
  if (!bytes) {
    f->failure = std::move(bytes).error();
    return -1;
  }
  std::copy_n(reinterpret_cast<const unsigned char*>(bytes->data()), bytes->size(), into);
  return static_cast<ssize_t>(bytes->size());
}

struct CloseRaster {
  void operator()(cups_raster_t* raster) const { cupsRasterClose(raster); }
};

} // namespace

PageResult read_pwg_page(Payload& payload, const PageRules& rules, OutputTray& tray) {
  const std::uint64_t at = payload.offset();
  auto head = payload.peek(sync_bytes + header_bytes);
  if (!head) return broken_stream(std::move(head).error());
  if (head->size() < sync_bytes + header_bytes) {
    if (payload.left() > head->size())
      return broken_stream(
          Error{Errc::malformed, "the stream ends inside a page header", at + head->size()});
    return page_fault(
        "DataSizeOver",
        "a payload of " + std::to_string(payload.left()) + " bytes holds no PWG raster page", at);
  }
  if (as_text(head->first(sync_bytes)) != "RaS2")
    return page_fault("ParameterError", "the payload is not PWG raster", at);
  const Header header = header_of(head->subspan(sync_bytes));
  if (auto fits = check_header(header, rules, tray, at); !fits) return fits;

  SideRecord side = rules.side;
  side.payload = "PWGRaster";
  side.color_space = header.space == adobe_rgb ? "AdobeRGB" : "sRGB";
  side.resolution = Dpi{static_cast<std::int32_t>(header.x_dpi)};
  const PageShape shape{static_cast<std::int32_t>(header.width),
                        static_cast<std::int32_t>(header.height), rgb8};
  Feed source{payload, {}};
  const std::unique_ptr<cups_raster_t, CloseRaster> raster(
      cupsRasterOpenIO(feed, &source, CUPS_RASTER_READ));
  cups_page_header2_t cups_header{};
  if (!raster || cupsRasterReadHeader2(raster.get(), &cups_header) == 0) {
    if (source.failure) return broken_stream(*source.failure);
    return page_fault("ParameterError", "libcups does not take the page header", at);
  }
  if (cups_header.cupsWidth != header.width || cups_header.cupsHeight != header.height ||
      cups_header.cupsBytesPerLine != header.bytes_per_line)
    return page_fault("ParameterError", "libcups reads another page size from the header", at);
  if (auto begun = tray.begin_side(std::move(side), shape); !begun)
    return broken_stream(std::move(begun).error());
  Buffer row(shape.format.row_bytes(shape.width));
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const unsigned got =
        cupsRasterReadPixels(raster.get(), reinterpret_cast<unsigned char*>(row.data()),
                             static_cast<unsigned>(row.size()));
    if (source.failure) return broken_stream(*source.failure);
    if (got != row.size())
      return page_fault("DataSizeOver",
                        "the page data ends or is damaged in row " + std::to_string(y) + " of " +
                            std::to_string(shape.height),
                        payload.offset());
    if (auto taken = tray.row(row); !taken) return broken_stream(std::move(taken).error());
  }
  if (payload.left() > 0)
    return page_fault("DataSizeOver",
                      std::to_string(payload.left()) +
                          " bytes of datasize are left over after the page",
                      payload.offset());
  if (auto done = tray.end_side(); !done) return broken_stream(std::move(done).error());
  return {};
}

} // namespace platen::twin::ivec
