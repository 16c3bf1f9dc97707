#pragma once

#include "scan/clean/slope.h"
#include "scan/page/page_image.h"

#include <array>

namespace platen::scan::cleaning {

// What of a page shall be left: so many pixels around a middle, which is given from the middle of
// the page along the straightened page's own axes, in 1/65536 pixel.
struct Frame {
  std::int64_t across = 0, down = 0;
  std::int32_t width = 0, height = 0;
};

// The page turned back by `slope` about the frame's middle, and cut to the frame; what lies beyond
// the scanned picture gets the colour `paper` (its first for gray). gray8 or rgb8.
//
// A turn is three shears (across, down, across), each a resampling along one line with spline36 (6
// taps, 64 phases, weights in 1/16384): no scaling, sharp, and rows that lie in memory as they are
// read. Without a turn pixels are copied.
PageImage straightened(const PageImage& page, Slope slope, const Frame& frame,
                       const std::array<std::uint8_t, 3>& paper);

} // namespace platen::scan::cleaning
