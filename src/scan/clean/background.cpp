#include "scan/clean/background.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

constexpr std::int32_t block = Background::block;

std::int32_t blocks(std::int32_t cells) {
  return (cells + block - 1) / block;
}

// The value that a quarter of the block's cells are above: paper, unless three quarters are
// printed.
std::uint8_t upper_level(const Plane& cells, std::int32_t bx, std::int32_t by) {
  std::array<std::uint8_t, std::size_t{block} * block> values{};
  std::size_t count = 0;
  const std::int32_t right = std::min(cells.width, (bx + 1) * block);
  for (std::int32_t y = by * block; y < std::min(cells.height, (by + 1) * block); ++y)
    for (std::int32_t x = bx * block; x < right; ++x)
      values[count++] = cells.at(x, y);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(count * 3 / 4);
  std::nth_element(values.begin(), at, values.begin() + static_cast<std::ptrdiff_t>(count));
  return *at;
}

Plane upper_levels(const Plane& cells) {
  Plane levels(blocks(cells.width), blocks(cells.height));
  for (std::int32_t y = 0; y < levels.height; ++y)
    for (std::int32_t x = 0; x < levels.width; ++x)
      levels.at(x, y) = upper_level(cells, x, y);
  return levels;
}

// A block counts as inside when three quarters of its cells are.
Plane blocks_inside(const Plane& inside) {
  Plane result(blocks(inside.width), blocks(inside.height));
  for (std::int32_t y = 0; y < result.height; ++y)
    for (std::int32_t x = 0; x < result.width; ++x) {
      int on = 0, all = 0;
      for (std::int32_t cy = y * block; cy < std::min(inside.height, (y + 1) * block); ++cy)
        for (std::int32_t cx = x * block; cx < std::min(inside.width, (x + 1) * block); ++cx) {
          on += inside.at(cx, cy);
          ++all;
        }
      result.at(x, y) = on * 4 >= all * 3 ? 1 : 0;
    }
  return result;
}

// The brightest level that a good part of the blocks has.
std::uint8_t common_level(const Plane& levels, const Plane& counts) {
  std::array<int, 256> histogram{};
  int all = 0;
  for (std::size_t i = 0; i < levels.values.size(); ++i)
    if (counts.values[i] != 0) {
      ++histogram[levels.values[i]];
      ++all;
    }
  if (all == 0) return 255;
  constexpr int around = 5;
  int best = 0, best_sum = 0;
  for (int v = 255; v >= 0; --v) {
    int sum = 0;
    for (int k = std::max(0, v - around); k <= std::min(255, v + around); ++k)
      sum += histogram[static_cast<std::size_t>(k)];
    if (sum > best_sum) {
      best = v;
      best_sum = sum;
    }
    // Walking down: a level with a sixth of the page is paper, if it is bright, even where a
    // picture has more of another.
    if (best_sum * 6 >= all && v < best - around && best > 100) break;
  }
  return static_cast<std::uint8_t>(best);
}

template<class Choose> Plane spread(const Plane& plane, std::int32_t by, Choose choose) {
  Plane lines = plane, result = plane;
  for (std::int32_t y = 0; y < plane.height; ++y)
    for (std::int32_t x = 0; x < plane.width; ++x)
      for (std::int32_t k = std::max(0, x - by); k <= std::min(plane.width - 1, x + by); ++k)
        lines.at(x, y) = choose(lines.at(x, y), plane.at(k, y));
  result = lines;
  for (std::int32_t y = 0; y < plane.height; ++y)
    for (std::int32_t k = std::max(0, y - by); k <= std::min(plane.height - 1, y + by); ++k)
      for (std::int32_t x = 0; x < plane.width; ++x)
        result.at(x, y) = choose(result.at(x, y), lines.at(x, k));
  return result;
}

// Fills what is narrower than 2 * by + 1 blocks and darker than what is around it: dense print.
Plane closed(const Plane& plane, std::int32_t by) {
  const auto larger = [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); };
  const auto smaller = [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); };
  return spread(spread(plane, by, larger), by, smaller);
}

// Means over (2 * 1 + 1)^2 blocks of those that count, until all do; those that counted stay.
void fill_from_neighbours(Plane& levels, Plane known, std::uint8_t otherwise) {
  if (std::ranges::count(known.values, 1) == 0) {
    std::ranges::fill(levels.values, otherwise);
    return;
  }
  for (bool changed = true; changed;) {
    changed = false;
    Plane next = known;
    for (std::int32_t y = 0; y < levels.height; ++y)
      for (std::int32_t x = 0; x < levels.width; ++x) {
        if (known.at(x, y) != 0) continue;
        int sum = 0, count = 0;
        for (std::int32_t ny = std::max(0, y - 1); ny <= std::min(levels.height - 1, y + 1); ++ny)
          for (std::int32_t nx = std::max(0, x - 1); nx <= std::min(levels.width - 1, x + 1); ++nx)
            if (known.at(nx, ny) != 0) {
              sum += levels.at(nx, ny);
              ++count;
            }
        if (count == 0) continue;
        levels.at(x, y) = static_cast<std::uint8_t>((sum + count / 2) / count);
        next.at(x, y) = 1;
        changed = true;
      }
    known = std::move(next);
  }
}

Plane smoothed(const Plane& plane) {
  Plane result = plane;
  for (std::int32_t y = 0; y < plane.height; ++y)
    for (std::int32_t x = 0; x < plane.width; ++x) {
      int sum = 0, count = 0;
      for (std::int32_t ny = std::max(0, y - 1); ny <= std::min(plane.height - 1, y + 1); ++ny)
        for (std::int32_t nx = std::max(0, x - 1); nx <= std::min(plane.width - 1, x + 1); ++nx) {
          sum += plane.at(nx, ny);
          ++count;
        }
      result.at(x, y) = static_cast<std::uint8_t>((sum + count / 2) / count);
    }
  return result;
}

// Paper where the level is within a fifth of the page's, and the hue within a twenty-fifth: more
// than a lamp fades, less than a tint that somebody printed.
Plane paper_blocks(const std::vector<Plane>& levels, const std::array<std::uint8_t, 3>& paper,
                   const Plane& inside) {
  Plane result(inside.width, inside.height);
  for (std::size_t i = 0; i < inside.values.size(); ++i) {
    if (inside.values[i] == 0) continue;
    int least = 4096, most = 0; // of the channels' shares of the paper's, in 1/1024
    for (std::size_t c = 0; c < levels.size(); ++c) {
      const int share = levels[c].values[i] * 1024 / std::max<int>(1, paper[c]);
      least = std::min(least, share);
      most = std::max(most, share);
    }
    if (least >= 820 && most <= 1230 && most - least <= 41) result.values[i] = 1;
  }
  return result;
}

} // namespace

Background find_background(const Cells& cells, const Plane& inside) {
  Background background;
  const Plane on_sheet = blocks_inside(inside);
  if (cells.rgb.empty())
    background.levels.push_back(upper_levels(cells.gray));
  else
    for (const Plane& plane : cells.rgb)
      background.levels.push_back(upper_levels(plane));
  for (std::size_t c = 0; c < background.levels.size(); ++c) {
    background.levels[c] = closed(background.levels[c], 2);
    background.paper[c] = common_level(background.levels[c], on_sheet);
  }
  const Plane known = paper_blocks(background.levels, background.paper, on_sheet);
  const auto blocks_on_sheet = std::ranges::count(on_sheet.values, 1);
  background.paper_percent = static_cast<std::int32_t>(std::ranges::count(known.values, 1) * 100 /
                                                       std::max<std::int64_t>(1, blocks_on_sheet));
  for (std::size_t c = 0; c < background.levels.size(); ++c) {
    fill_from_neighbours(background.levels[c], known, background.paper[c]);
    background.levels[c] = smoothed(smoothed(background.levels[c]));
  }
  background.gray = background.levels[0];
  if (background.levels.size() == 3)
    for (std::size_t i = 0; i < background.gray.values.size(); ++i)
      background.gray.values[i] =
          lightness(background.levels[0].values[i], background.levels[1].values[i],
                    background.levels[2].values[i]);
  background.brightest = *std::ranges::max_element(background.gray.values);
  return background;
}

} // namespace platen::scan::cleaning
