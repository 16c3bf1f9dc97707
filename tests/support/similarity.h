#pragma once

#include "support/page_picture.h"

namespace platen::support {

// How alike two pages are to the eye: 1 = equal, 0 = nothing in common, below 0 = inverted.
struct Similarity {
  double whole = 1; // mean over all windows
  // Mean over the windows in which either page holds ink. Most of a page is bare paper, on which
  // any two pages agree; only this figure sees a wrong line of text.
  double inked = 1;
};

// Structural similarity: Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality
// assessment: from error visibility to structural similarity", IEEE Trans. Image Processing 13(4),
// 2004: 11 x 11 Gaussian windows of sigma 1.5 that lie wholly inside, K1 = 0.01, K2 = 0.03.
// Errc::invalid unless both pages have one size of at least 11 x 11 pixels.
Result<Similarity> similarity(const GreyPage& first, const GreyPage& second);

} // namespace platen::support
