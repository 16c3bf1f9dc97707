#pragma once

#include <algorithm>

#include <qpdf/QPDFPageObjectHelper.hh>

// What is seen of a PDF page, and how it stands. For C++17, as qpdf_pages.h.
namespace platen::worker {

struct PageBox {
  // Ghostscript, too, takes Letter for a page without a box.
  double left = 0, bottom = 0, right = 612, top = 792;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

// ISO 32000-2, 14.11.2: the crop box is cut by the media box. What would be empty does not count.
PageBox visible_box(QPDFPageObjectHelper& page);

struct PageStand {
  PageBox box;
  double unit = 1; // points of a unit of its space (/UserUnit)
  int turns = 0;   // clockwise quarters, 0..3 (/Rotate)
};
PageStand stand_of(QPDFPageObjectHelper& page);

} // namespace platen::worker
