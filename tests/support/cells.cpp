#include "support/cells.h"

#include <cmath>

namespace platen::support {
namespace {

double sum_of_differences(const GreyPage& first, const GreyPage& second, int left, int top,
                          int size) {
  double sum = 0;
  for (int y = top; y < top + size; ++y)
    for (int x = left; x < left + size; ++x)
      sum += first.at(x, y) - second.at(x, y);
  return sum;
}

} // namespace

Result<CellDifference> largest_cell_difference(const GreyPage& first, const GreyPage& second,
                                               int size) {
  if (size < 2) return fail(Errc::invalid, "a square has 2 pixels or more");
  if (first.width != second.width || first.height != second.height)
    return fail(Errc::invalid, "the pages differ in size");
  if (first.width < size || first.height < size)
    return fail(Errc::invalid, "the pages are smaller than a square");
  CellDifference largest;
  const double full = 255.0 * size * size;
  for (int top = 0; top + size <= first.height; top += size / 2)
    for (int left = 0; left + size <= first.width; left += size / 2) {
      const double ink = std::abs(sum_of_differences(first, second, left, top, size)) / full;
      if (ink > largest.ink) largest = {ink, left, top};
    }
  return largest;
}

} // namespace platen::support
