#include "scan/clean/folds.h"

#include "scan/clean/slope.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

struct Cell {
  std::int32_t along = 0, across = 0;
};

struct Line {
  std::int64_t at = 0; // across = at + slope * along / 65536
  Slope slope = 0;
  std::int32_t cells = 0;
};

std::int64_t offset_of(const Cell& cell, Slope slope) {
  return cell.across - ((std::int64_t{slope} * cell.along) >> 16);
}

// The line that most cells lie within `reach` of.
Line busiest_line(std::span<const Cell> cells, std::int32_t length, std::int32_t depth,
                  std::int32_t reach) {
  constexpr Slope steepest = 3435, apart = 57; // 3 degrees, a twentieth
  const std::int32_t margin = length / 16;     // the line may leave the page
  std::vector<std::int32_t> votes(static_cast<std::size_t>(depth + 2 * margin) + 1);
  Line best;
  for (Slope slope = -steepest; slope <= steepest; slope += apart) {
    std::ranges::fill(votes, 0);
    for (const Cell& cell : cells)
      ++votes[static_cast<std::size_t>(
          std::clamp<std::int64_t>(offset_of(cell, slope) + margin, 0, depth + 2 * margin))];
    std::int32_t sum = 0;
    const std::int32_t wide = 2 * reach + 1;
    for (std::int32_t i = 0; i < std::ssize(votes); ++i) {
      sum += votes[static_cast<std::size_t>(i)];
      if (i >= wide) sum -= votes[static_cast<std::size_t>(i - wide)];
      if (sum > best.cells) best = {i - reach - margin, slope, sum};
    }
  }
  return best;
}

// Whether the cells near the line cover a third of its length, and few others are beside it.
bool is_fold(std::span<const Cell> cells, const Line& line, std::int32_t length,
             std::int32_t reach) {
  std::vector<std::uint8_t> covered(static_cast<std::size_t>(length));
  std::int32_t on = 0, beside = 0;
  for (const Cell& cell : cells) {
    const std::int64_t away = std::abs(offset_of(cell, line.slope) - line.at);
    if (away <= reach) {
      covered[static_cast<std::size_t>(cell.along)] = 1;
      ++on;
    } else if (away <= 4 * std::int64_t{reach}) {
      ++beside;
    }
  }
  return std::ranges::count(covered, 1) * 3 >= length && beside * 8 <= on;
}

// Takes one out; whether there was one.
bool erase_fold(std::vector<Cell>& cells, std::int32_t length, std::int32_t depth,
                std::int32_t reach) {
  const Line line = busiest_line(cells, length, depth, reach);
  if (line.cells * 3 < length || !is_fold(cells, line, length, reach)) return false;
  std::erase_if(cells, [&](const Cell& cell) {
    return std::abs(offset_of(cell, line.slope) - line.at) <= 2 * std::int64_t{reach};
  });
  return true;
}

std::vector<Cell> cells_of(const Plane& ink, bool upright) {
  std::vector<Cell> cells;
  for (std::int32_t y = 0; y < ink.height; ++y)
    for (std::int32_t x = 0; x < ink.width; ++x)
      if (ink.at(x, y) != 0) cells.push_back(upright ? Cell{y, x} : Cell{x, y});
  return cells;
}

} // namespace

void erase_folds(Plane& ink, const Cells& fine) {
  constexpr int most = 6; // a letter folded to fit a small envelope, both ways
  const std::int32_t reach = fine.of(Hmm{70});
  for (const bool upright : {false, true}) {
    std::vector<Cell> cells = cells_of(ink, upright);
    const std::int32_t length = upright ? ink.height : ink.width;
    const std::int32_t depth = upright ? ink.width : ink.height;
    for (int i = 0; i < most && erase_fold(cells, length, depth, reach); ++i)
      continue;
    std::ranges::fill(ink.values, std::uint8_t{0});
    for (const Cell& cell : cells)
      ink.at(upright ? cell.across : cell.along, upright ? cell.along : cell.across) = 1;
  }
}

} // namespace platen::scan::cleaning
