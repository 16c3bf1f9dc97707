// Any bytes as a picture file: every page is opened and every row read, or refused; a refusal has
// words.
#include "codec/picture.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace platen;

void read_rows(RowSource& rows) {
  const PageShape shape = rows.shape();
  constexpr std::int32_t band_rows = 3;
  RowBuffer buffer(shape.width, band_rows, shape.format);
  for (std::int32_t y = 0; y < shape.height; y += band_rows) {
    const auto read = rows.read(buffer.band({y, std::min(band_rows, shape.height - y)}));
    if (read) continue;
    if (read.error().what.empty()) std::abort();
    return;
  }
}

void read_pages(codec::PictureReader& picture) {
  for (std::int32_t page = 0; page < picture.pages(); ++page) {
    const auto info = picture.info(page);
    if (!info) continue;
    const auto rows = picture.rows(page);
    if (!rows) continue;
    const PageShape shape = (*rows)->shape();
    if (shape != PageShape{info->width, info->height, info->format}) std::abort();
    read_rows(**rows);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = ::memfd_create("picture", 0);
  if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
  codec::PictureLimits limits;
  limits.pixels = 1 << 20;
  limits.side_px = 1 << 14;
  limits.pages = 4;
  limits.profile_bytes = 1 << 16;
  limits.working_bytes = 1 << 24;
  if (auto picture = codec::PLATEN_FUZZ_OPEN(fd, limits))
    read_pages(**picture);
  else if (picture.error().what.empty())
    std::abort();
  ::close(fd);
  return 0;
}
