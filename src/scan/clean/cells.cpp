#include "scan/clean/cells.h"

#include "scan/clean/rows.h"

namespace platen::scan::cleaning {
namespace {

// The widest square: 4,800 dpi, and what keeps the arithmetic below exact.
constexpr std::int32_t widest_square = 32;

// Adds up squares of `pixels` columns of `sums`, `channels` apart, from channel `channel` on.
void take_means(std::span<const std::uint16_t> sums, std::int32_t pixels, std::int32_t channels,
                std::int32_t channel, std::span<std::uint8_t> out) {
  const auto n = static_cast<std::size_t>(pixels), step = static_cast<std::size_t>(channels);
  const std::uint64_t area = n * n;
  // sum / area for every sum below 2^32 / area.
  const std::uint64_t reciprocal = ((std::uint64_t{1} << 32) + area - 1) / area;
  const std::uint16_t* from = sums.data() + channel;
  for (std::uint8_t& mean : out) {
    std::uint64_t sum = area / 2;
    for (std::size_t k = 0; k < n; ++k)
      sum += from[k * step];
    mean = static_cast<std::uint8_t>(sum * reciprocal >> 32);
    from += n * step;
  }
}

void take_lightness(Cells& cells, std::int32_t y) {
  const auto red = cells.rgb[0].row(y), green = cells.rgb[1].row(y), blue = cells.rgb[2].row(y);
  const auto gray = cells.gray.row(y);
  for (std::size_t x = 0; x < gray.size(); ++x)
    gray[x] = lightness(red[x], green[x], blue[x]);
}

} // namespace

Cells reduced(ConstBand page, std::int32_t pixels, Dpi resolution) {
  EXPECTS(pixels >= 1 && pixels <= widest_square);
  EXPECTS(page.width() >= pixels && page.rows().count >= pixels);
  Cells cells;
  cells.pixels = pixels;
  cells.per_inch = std::max(1, resolution.v / pixels);
  cells.gray = Plane(page.width() / pixels, page.rows().count / pixels);
  const std::int32_t channels = page.format().channels();
  if (channels == 3) cells.rgb.assign(3, Plane(cells.gray.width, cells.gray.height));
  std::vector<std::uint16_t> sums(page.row_bytes());
  for (std::int32_t y = 0; y < cells.gray.height; ++y) {
    std::fill(sums.begin(), sums.end(), std::uint16_t{0});
    for (std::int32_t k = 0; k < pixels; ++k)
      add_row(page.samples<const std::uint8_t>(page.rows().first + y * pixels + k), sums);
    if (channels == 1) {
      if (pixels == 2)
        mean_of_pairs(sums, cells.gray.row(y));
      else
        take_means(sums, pixels, 1, 0, cells.gray.row(y));
      continue;
    }
    for (std::int32_t c = 0; c < 3; ++c)
      take_means(sums, pixels, 3, c, cells.rgb[static_cast<std::size_t>(c)].row(y));
    take_lightness(cells, y);
  }
  return cells;
}

namespace {

Plane halved(const Plane& plane) {
  Plane half(plane.width / 2, plane.height / 2);
  std::vector<std::uint16_t> sums(static_cast<std::size_t>(plane.width));
  for (std::int32_t y = 0; y < half.height; ++y) {
    std::fill(sums.begin(), sums.end(), std::uint16_t{0});
    add_row(plane.row(2 * y), sums);
    add_row(plane.row(2 * y + 1), sums);
    mean_of_pairs(sums, half.row(y));
  }
  return half;
}

} // namespace

Cells halved(const Cells& cells) {
  EXPECTS(cells.gray.width >= 2 && cells.gray.height >= 2);
  Cells half;
  half.pixels = 2 * cells.pixels;
  half.per_inch = std::max(1, cells.per_inch / 2);
  half.gray = halved(cells.gray);
  for (const Plane& plane : cells.rgb)
    half.rgb.push_back(halved(plane));
  return half;
}

} // namespace platen::scan::cleaning
