#pragma once

#include "layout/layout.h"

namespace platen::layout {

// One sheet side in device pixels, seen from the raster's top left corner: the raster covers
// 0..width and 0..height, the paper lies around it (or, with overspray, inside it).
struct Sheet {
  std::int32_t width = 0, height = 0;
  double paper_x = 0, paper_y = 0, paper_width = 0, paper_height = 0;
  double dpi = 0;
  // Where ink may go: the printable part of the paper, inside the medium's safe margins.
  Box area;
  bool safe = false; // `area` is smaller than what could be printed, for the medium's sake
};

// Width and height are rounded down: no dot is promised that would not be printed.
Sheet make_sheet(const model::MediaSize& media, const model::Margins& margins, Dpi resolution);
void keep_free(Sheet& sheet, const model::Margins& safe_margins);

// The paper and what is sprayed beyond it, as far as the layout goes there.
Box whole(const Sheet& sheet, const model::PictureLayout& layout);

// Clockwise quarters by which a page lies on the portrait sheet.
std::int32_t quarter_turns(bool wide_page, const Sheet& sheet, model::Orientation orientation);

// Whether a page is a scan whose pixels can be whole numbers of dots, at its own size or near it.
bool can_be_dot_for_dot(const SourcePage& page, double dpi);

Placement place(const SourcePage& page, const Sheet& sheet, const model::Ticket& ticket);

} // namespace platen::layout
