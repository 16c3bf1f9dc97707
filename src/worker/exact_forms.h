#pragma once

#include "worker/exact_areas.h"

#include <set>

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// Makes the rectangles that forms draw exact (exact_areas.h), and those of the forms that they
// draw: in each form once, for the first scale at which it is met.
class ExactForms {
public:
  void settle(QPDFObjectHandle form, const Linear& to_pixels, int depth = 0);

private:
  std::set<QPDFObjGen> seen_;
};

} // namespace platen::worker
