#include "scan/clean/skew.h"

#include "scan/clean/rows.h"

#include <algorithm>

namespace platen::scan::cleaning {
namespace {

// Ink added up over strips of a few columns, a strip a row of it, so that a strip can be moved as
// one and added to the others.
struct Strips {
  Plane ink; // row: strip; column: row of the picture
  std::int32_t columns = 4;
};

Strips strips_down(const Plane& ink) {
  Strips strips;
  // At most 255 * 256 fit the sums.
  strips.columns = std::max(4, ink.width / 1024);
  strips.ink = Plane(ink.height, ink.width / strips.columns);
  for (std::int32_t y = 0; y < ink.height; ++y) {
    const std::uint8_t* from = ink.row(y).data();
    for (std::int32_t s = 0; s < strips.ink.height; ++s) {
      int sum = 0;
      for (std::int32_t k = 0; k < strips.columns; ++k)
        sum += *from++;
      strips.ink.at(y, s) = static_cast<std::uint8_t>(std::min(sum, 63));
    }
  }
  return strips;
}

Strips strips_across(const Plane& ink) {
  Strips strips;
  strips.columns = std::max(4, ink.height / 1024);
  strips.ink = Plane(ink.width, ink.height / strips.columns);
  for (std::int32_t s = 0; s < strips.ink.height; ++s) {
    const auto sums = strips.ink.row(s);
    for (std::int32_t k = 0; k < strips.columns; ++k) {
      const auto row = ink.row(s * strips.columns + k);
      for (std::size_t x = 0; x < sums.size(); ++x)
        sums[x] = static_cast<std::uint8_t>(std::min(sums[x] + row[x], 63));
    }
  }
  return strips;
}

// How much the sums along lines of this slope differ from one line to the next.
std::int64_t sharpness(const Strips& strips, Slope slope, std::vector<std::uint16_t>& sums) {
  const std::int32_t length = strips.ink.width, count = strips.ink.height;
  std::ranges::fill(sums, std::uint16_t{0});
  for (std::int32_t s = 0; s < count; ++s) {
    // From the middle, so that strips move as little as they can.
    const std::int64_t across = std::int64_t{2 * s - count + 1} * strips.columns * slope;
    const std::int64_t moved = (across + slope_one) >> 17;
    const std::int64_t first = std::clamp<std::int64_t>(moved, 0, length);
    const std::int64_t end = std::clamp<std::int64_t>(length + moved, 0, length);
    if (first >= end) continue;
    const auto part = static_cast<std::size_t>(end - first);
    add_row(strips.ink.row(s).subspan(static_cast<std::size_t>(first), part),
            std::span(sums).subspan(static_cast<std::size_t>(first - moved), part));
  }
  return sum_of_squared_steps(sums);
}

struct Peak {
  Slope slope = 0;
  std::int64_t height = 0, typical = 0;
  // Text stands out by more than twice; photographs and forms without text by less than half.
  bool stands_out() const { return height > 0 && height * 10 > typical * 16; }
};

Peak find_peak(const Strips& strips) {
  constexpr Slope coarse = 229; // 0.2 degrees; lines of text fade at twice that
  constexpr Slope fine = 14;    // 0.0125 degrees
  std::vector<std::uint16_t> sums(static_cast<std::size_t>(strips.ink.width));
  std::vector<std::int64_t> heights;
  Peak peak;
  for (Slope slope = -steepest_slope; slope <= steepest_slope; slope += coarse) {
    heights.push_back(sharpness(strips, slope, sums));
    if (heights.back() > peak.height) peak = {slope, heights.back(), 0};
  }
  const auto middle = heights.begin() + std::ssize(heights) / 2;
  std::nth_element(heights.begin(), middle, heights.end());
  peak.typical = *middle;
  if (!peak.stands_out()) return peak;
  // The middle of what is near the top: a single maximum jumps by the grid's rounding.
  std::vector<std::int64_t> near;
  const Slope from = peak.slope - 2 * coarse;
  for (Slope slope = from; slope <= peak.slope + 2 * coarse; slope += fine)
    near.push_back(sharpness(strips, slope, sums));
  const std::int64_t top = *std::ranges::max_element(near);
  const std::int64_t floor = std::max(peak.typical, top / 10 * 8);
  std::int64_t sum = 0, weight = 0;
  for (std::size_t i = 0; i < near.size(); ++i) {
    const std::int64_t w = std::max<std::int64_t>(0, near[i] - floor) >> 8;
    sum += w * static_cast<std::int64_t>(i);
    weight += w;
  }
  if (weight > 0) peak.slope = from + static_cast<Slope>(sum * fine / weight);
  peak.height = top;
  return peak;
}

} // namespace

std::optional<Slope> text_slope(const Plane& ink) {
  if (ink.width < 64 || ink.height < 64) return {};
  const Peak down = find_peak(strips_down(ink)), across = find_peak(strips_across(ink));
  // Lines that run down the page, of a sheet that went in sideways, lean the other way.
  if (down.stands_out() &&
      (!across.stands_out() || down.height / std::max<std::int64_t>(1, down.typical / 64) >=
                                   across.height / std::max<std::int64_t>(1, across.typical / 64)))
    return down.slope;
  if (across.stands_out()) return -across.slope;
  return {};
}

} // namespace platen::scan::cleaning
