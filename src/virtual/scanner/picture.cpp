#include "virtual/scanner/picture.h"

#include "base/file.h"
#include "codec/picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <unistd.h>

namespace platen::twin::scanner {

namespace {

// Twice the area of the unit at its highest resolution, and room for a page that is larger.
constexpr codec::PictureLimits page_limits{
    .pixels = 120'000'000, .side_px = 20'000, .pages = 1, .profile_bytes = 16U << 20};
constexpr std::int32_t band_rows = 64;
constexpr std::int32_t assumed_dpi = 300, most_dpi = 4800;

Result<std::unique_ptr<codec::PictureReader>> open_page(int fd) {
  std::array<char, 4> head{};
  if (::pread(fd, head.data(), head.size(), 0) == static_cast<ssize_t>(head.size())) {
    const std::string_view magic(head.data(), head.size());
    if (magic == "\x89PNG") return codec::open_png(fd, page_limits);
    if (magic.starts_with("\xff\xd8")) return codec::open_jpeg(fd, page_limits);
  }
  return fail(Errc::unsupported, "it is neither a PNG nor a JPEG picture");
}

Result<std::int32_t> dpi_of(const codec::PictureInfo& info) {
  if (!info.ppi_x || !info.ppi_y) return assumed_dpi;
  const long x = std::lround(*info.ppi_x), y = std::lround(*info.ppi_y);
  if (x != y)
    return fail(Errc::unsupported, "its resolution is " + std::to_string(x) + " x " +
                                       std::to_string(y) + " dpi, and must be the same both ways");
  if (x < 1 || x > most_dpi)
    return fail(Errc::unsupported, "its resolution is " + std::to_string(x) +
                                       " dpi; it may be 1 to " + std::to_string(most_dpi));
  return static_cast<std::int32_t>(x);
}

std::uint8_t to_8_bits(std::uint16_t sample) {
  return static_cast<std::uint8_t>((std::uint32_t{sample} * 255 + 32'767) / 65'535);
}

void append_row(ConstBand rows, std::int32_t y, std::vector<std::uint8_t>& samples) {
  if (rows.format().depth == Depth::bits16) {
    for (const std::uint16_t sample : rows.samples<std::uint16_t>(y))
      samples.push_back(to_8_bits(sample));
    return;
  }
  const auto row = rows.samples<std::uint8_t>(y);
  samples.insert(samples.end(), row.begin(), row.end());
}

} // namespace

Result<Picture> read_picture(int fd) {
  TRY(const auto reader, open_page(fd));
  TRY(const auto info, reader->info(0));
  if (info.format.model != ColorModel::gray && info.format.model != ColorModel::rgb)
    return fail(Errc::unsupported, "it is neither gray nor RGB");
  Picture picture;
  picture.width = info.width;
  picture.height = info.height;
  picture.channels = info.format.channels();
  TRY(picture.dpi, dpi_of(info));
  picture.samples.reserve(static_cast<std::size_t>(info.width) *
                          static_cast<std::size_t>(info.height) *
                          static_cast<std::size_t>(picture.channels));
  TRY(const auto source, reader->rows(0));
  RowBuffer buffer(info.width, band_rows, info.format);
  for (std::int32_t y = 0; y < info.height; y += band_rows) {
    const Band rows = buffer.band({y, std::min(band_rows, info.height - y)});
    TRY_VOID(source->read(rows));
    for (std::int32_t row = y; row < rows.rows().end(); ++row)
      append_row(rows, row, picture.samples);
  }
  return picture;
}

Result<Picture> read_picture(const std::filesystem::path& file) {
  TRY(const UniqueFd fd, open_for_reading(file));
  auto picture = read_picture(fd.get());
  if (!picture)
    return fail(picture.error().code,
                "the page " + file.string() + " cannot be scanned: " + picture.error().message());
  return picture;
}

} // namespace platen::twin::scanner
