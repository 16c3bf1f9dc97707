#include "scan/clean/bilevel.h"

#include "scan/clean/rows.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

// A tenth of white is the least that is taken for ink: paper's noise, and what shows through, are
// less.
constexpr int faintest = 232;

// The least over 2 * by + 1 cells in each direction.
Plane least_around(const Plane& plane, std::int32_t by) {
  Plane lines = plane, result = plane;
  for (std::int32_t y = 0; y < plane.height; ++y) {
    const auto from = plane.row(y);
    const auto to = lines.row(y);
    for (std::int32_t x = 0; x < plane.width; ++x) {
      const auto first = from.begin() + std::max(0, x - by);
      const auto end = from.begin() + std::min(plane.width, x + by + 1);
      to[static_cast<std::size_t>(x)] = *std::min_element(first, end);
    }
  }
  for (std::int32_t y = 0; y < plane.height; ++y)
    for (std::int32_t k = std::max(0, y - by); k <= std::min(plane.height - 1, y + by); ++k) {
      const auto from = lines.row(k);
      const auto to = result.row(y);
      for (std::size_t x = 0; x < to.size(); ++x)
        to[x] = std::min(to[x], from[x]);
    }
  return result;
}

// A mask's row of bits from a row of which each pixel is ink or not.
template<class IsInk> void pack(std::int32_t width, IsInk is_ink, std::span<std::byte> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    unsigned bits = 0;
    const auto first = static_cast<std::int32_t>(i) * 8;
    const std::int32_t count = std::min(8, width - first);
    for (std::int32_t k = 0; k < count; ++k)
      bits |= static_cast<unsigned>(is_ink(static_cast<std::size_t>(first + k))) << (7 - k);
    out[i] = static_cast<std::byte>(bits);
  }
}

} // namespace

Plane find_thresholds(const Sizes& sizes, const Background& background, bool white) {
  const Plane& fine = sizes.fine.gray;
  Plane darkest(sizes.coarse.gray.width, sizes.coarse.gray.height);
  for (std::int32_t y = 0; y < darkest.height; ++y)
    for (std::int32_t x = 0; x < darkest.width; ++x) {
      const int v = std::min({fine.at(2 * x, 2 * y), fine.at(2 * x + 1, 2 * y),
                              fine.at(2 * x, 2 * y + 1), fine.at(2 * x + 1, 2 * y + 1)});
      darkest.at(x, y) = static_cast<std::uint8_t>(
          std::min(255, v * 255 / std::max<int>(1, background.gray_at(x, y))));
    }
  Plane thresholds = least_around(darkest, sizes.coarse.of(Hmm{150}));
  for (std::uint8_t& v : thresholds.values)
    v = static_cast<std::uint8_t>(std::min(faintest, 255 - (255 - v) * 2 / 5));
  if (white) return thresholds;
  for (std::int32_t y = 0; y < thresholds.height; ++y)
    for (std::int32_t x = 0; x < thresholds.width; ++x)
      thresholds.at(x, y) =
          static_cast<std::uint8_t>(thresholds.at(x, y) * background.gray_at(x, y) / 255);
  return thresholds;
}

PageImage to_bilevel(const PageImage& gray, const Plane& thresholds, std::int32_t cell_pixels) {
  PageImage mask({gray.shape().width, gray.height, mask1}, gray.resolution);
  const auto width = static_cast<std::size_t>(gray.shape().width);
  std::vector<std::uint8_t> limits(width);
  std::int32_t limits_of = -1;
  for (std::int32_t y = 0; y < gray.height; ++y) {
    const std::int32_t cy = std::min(y / cell_pixels, thresholds.height - 1);
    if (cy != limits_of) {
      limits_of = cy;
      const auto row = thresholds.row(cy);
      for (std::size_t x = 0; x < width; ++x)
        limits[x] = row[std::min(x / static_cast<std::size_t>(cell_pixels), row.size() - 1)];
    }
    const auto row = gray.band().samples<const std::uint8_t>(y);
    pack(
        gray.shape().width, [&](std::size_t x) { return row[x] < limits[x]; }, mask.band().row(y));
  }
  return mask;
}

PageImage to_bilevel(const PageImage& gray, std::int32_t threshold) {
  PageImage mask({gray.shape().width, gray.height, mask1}, gray.resolution);
  for (std::int32_t y = 0; y < gray.height; ++y) {
    const auto row = gray.band().samples<const std::uint8_t>(y);
    pack(
        gray.shape().width, [&](std::size_t x) { return row[x] < threshold; }, mask.band().row(y));
  }
  return mask;
}

PageImage to_gray(const PageImage& page) {
  PageImage gray({page.shape().width, page.height, gray8}, page.resolution);
  for (std::int32_t y = 0; y < page.height; ++y) {
    const std::uint8_t* from = page.band().samples<const std::uint8_t>(y).data();
    for (std::uint8_t& v : gray.band().samples<std::uint8_t>(y)) {
      v = lightness(from[0], from[1], from[2]);
      from += 3;
    }
  }
  return gray;
}

} // namespace platen::scan::cleaning
