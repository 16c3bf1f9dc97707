#pragma once

#include <vector>

#include <qpdf/QPDFPageObjectHelper.hh>

// For C++17, as qpdf_pages.h.
namespace platen::worker {

// A page of a scan or a fax: so many pixels of its black and white picture the page is wide and
// high, upright. 0: it shows no such picture.
struct Dots {
  double width = 0, height = 0;
};

// By the largest picture of one bit a pixel on the page, if it is as wide or as high as the page,
// whatever else the page shows. (A scan may come in strips; a page that was read by a program has
// words as well.)
std::vector<Dots> dots_of(const std::vector<QPDFPageObjectHelper>& pages);

} // namespace platen::worker
