#pragma once

#include <vector>

#include <qpdf/QPDFPageObjectHelper.hh>

namespace platen::worker {

// What resources lead to, whether it is used or not.
struct Blending {
  bool blends = false; // something is blended with what lies below
  bool shades = false; // there are gradients: shadings, or patterns of them
};

// A page of which nothing blends is drawn the same without its group, and a renderer is several
// times as fast without one.
Blending blending_of(QPDFObjectHandle resources);

// Of each page, with its annotations. What cannot be read is not there. No exception comes out.
std::vector<Blending> blending_of(const std::vector<QPDFPageObjectHelper>& pages);

} // namespace platen::worker
