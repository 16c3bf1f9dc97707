#include "scan/clean/clean.h"

#include <algorithm>
#include <cstring>

namespace platen::scan {
namespace {

// Copies a pixel of whole bytes from each place to its new one, square by square, as far as the
// nearest memory reaches.
template<std::size_t bytes> void turn_pixels(ConstBand from, Band to, std::int32_t degrees) {
  constexpr std::int32_t square = 64;
  const std::int32_t w = from.width(), h = from.rows().count;
  for (std::int32_t top = 0; top < h; top += square)
    for (std::int32_t left = 0; left < w; left += square)
      for (std::int32_t y = top; y < std::min(h, top + square); ++y) {
        const std::byte* at = from.row(y).data() + static_cast<std::size_t>(left) * bytes;
        for (std::int32_t x = left; x < std::min(w, left + square); ++x, at += bytes) {
          const std::int32_t nx = degrees == 90 ? h - 1 - y : degrees == 180 ? w - 1 - x : y;
          const std::int32_t ny = degrees == 90 ? x : degrees == 180 ? h - 1 - y : w - 1 - x;
          std::memcpy(to.row(ny).data() + static_cast<std::size_t>(nx) * bytes, at, bytes);
        }
      }
}

void turn_bits(ConstBand from, Band to, std::int32_t degrees) {
  const std::int32_t w = from.width(), h = from.rows().count;
  for (std::int32_t y = 0; y < to.rows().count; ++y)
    std::ranges::fill(to.row(y), std::byte{0});
  for (std::int32_t y = 0; y < h; ++y) {
    const auto row = from.row(y);
    for (std::int32_t x = 0; x < w; ++x) {
      if (x % 8 == 0 && row[static_cast<std::size_t>(x) / 8] == std::byte{0}) {
        x += 7;
        continue;
      }
      const auto bit = static_cast<unsigned>(x) % 8;
      if ((row[static_cast<std::size_t>(x) / 8] & std::byte{0x80} >> bit) == std::byte{0}) continue;
      const std::int32_t nx = degrees == 90 ? h - 1 - y : degrees == 180 ? w - 1 - x : y;
      const std::int32_t ny = degrees == 90 ? x : degrees == 180 ? h - 1 - y : w - 1 - x;
      to.row(ny)[static_cast<std::size_t>(nx) / 8] |=
          std::byte{0x80} >> (static_cast<unsigned>(nx) % 8);
    }
  }
}

} // namespace

PageImage turned(const PageImage& page, std::int32_t degrees) {
  EXPECTS(degrees == 90 || degrees == 180 || degrees == 270);
  PageShape shape = page.shape();
  if (degrees != 180) std::swap(shape.width, shape.height);
  PageImage out(shape, page.resolution);
  if (shape.format == mask1)
    turn_bits(page.band(), out.band(), degrees);
  else if (shape.format == rgb8)
    turn_pixels<3>(page.band(), out.band(), degrees);
  else
    turn_pixels<1>(page.band(), out.band(), degrees);
  return out;
}

} // namespace platen::scan
