#pragma once

#include "support/page_picture.h"

namespace platen::support {

// The square in which two pages differ most in ink.
struct CellDifference {
  double ink = 0; // between 0 and 1: the share of full black that one has more than the other
  int left = 0, top = 0; // pixels
};

// The means of squares of `size` x `size` pixels, at every half of that, compared. A mean over the
// page forgives a letter that is missing; its square does not. Errc::invalid unless both pages have
// one size, at least that of a square, and `size` is 2 or more.
Result<CellDifference> largest_cell_difference(const GreyPage& first, const GreyPage& second,
                                               int size);

} // namespace platen::support
