#pragma once

#include "image/image.h"

namespace platen::scan {

// One scanned side in memory: gray8, rgb8 or mask1 (1 = ink), row 0 at the top.
struct PageImage {
  RowBuffer rows;
  std::int32_t height = 0;
  Dpi resolution;

  PageImage() = default;
  PageImage(PageShape shape, Dpi dpi)
      : rows(shape.width, shape.height, shape.format), height(shape.height), resolution(dpi) {}
  PageShape shape() const { return {rows.width(), height, rows.format()}; }
  Band band() { return rows.band({0, height}); }
  ConstBand band() const { return rows.band({0, height}); }
};

} // namespace platen::scan
