#pragma once

#include "layout/layout.h"

namespace platen::layout {

// One sheet side in device pixels, seen from the raster's top left corner: the raster covers
// 0..width and 0..height, the paper lies around it (or, with overspray, inside it).
struct Sheet {
  std::int32_t width = 0, height = 0;
  double paper_x = 0, paper_y = 0, paper_width = 0, paper_height = 0;
  double dpi = 0;
};

// Width and height are rounded down: no dot is promised that would not be printed.
Sheet make_sheet(const model::MediaSize& media, const model::Margins& margins, Dpi resolution);

Placement place(const SourcePage& page, const Sheet& sheet, const model::Ticket& ticket);

} // namespace platen::layout
