#pragma once

#include <algorithm>
#include <cstddef>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

// What is seen of a PDF page, and how it stands. For C++17, as qpdf_pages.h.
namespace platen::worker {

struct PageBox {
  // Ghostscript, too, takes Letter for a page without a box.
  double left = 0, bottom = 0, right = 612, top = 792;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

// ISO 32000-2, 14.11.2: the crop box is cut by the media box. What would be empty does not count,
// nor what is no box at all: not four numbers, or longer than 500 m.
PageBox visible_box(QPDFPageObjectHelper& page);

struct PageStand {
  PageBox box;
  double unit = 1; // points of a unit of its space (/UserUnit)
  int turns = 0;   // clockwise quarters, 0..3 (/Rotate)
};
PageStand stand_of(QPDFPageObjectHelper& page);

// Writes that stand to the pages that say it in a way that renderers understand differently, or
// not at all: boxes that do not count, a unit that is none, turns that are no quarters. The number
// of pages that were changed. Throws what qpdf throws.
std::size_t settle_boxes(QPDF& pdf);

} // namespace platen::worker
