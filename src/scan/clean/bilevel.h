#pragma once

#include "scan/clean/ink.h"
#include "scan/page/page_image.h"

namespace platen::scan::cleaning {

// The level below which a pixel is ink, for each coarse cell: between the paper's and that of the
// darkest ink within 1.5 mm, nearer to the paper, as thin strokes never get as dark as thick ones.
// `white`: of a page whose paper has been made white; else of the page as it is.
Plane find_thresholds(const Sizes& sizes, const Background& background, bool white);

PageImage to_bilevel(const PageImage& gray, const Plane& thresholds, std::int32_t cell_pixels);
PageImage to_bilevel(const PageImage& gray, std::int32_t threshold); // darker than this is ink
PageImage to_gray(const PageImage& page);                            // rgb8

} // namespace platen::scan::cleaning
