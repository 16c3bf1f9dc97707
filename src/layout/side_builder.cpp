#include "layout/side_builder.h"

#include <algorithm>
#include <cmath>

namespace platen::layout {

namespace {

using model::PrintScaling;

constexpr double points_per_inch = 72;

// Edges to the nearest pixel, so that what touches in the box touches on the raster.
PixelBox rounded(const Box& box) {
  const auto whole = [](double v) { return static_cast<std::int32_t>(std::lround(v)); };
  const std::int32_t left = whole(box.x), top = whole(box.y);
  return {left, top, whole(box.right()) - left, whole(box.bottom()) - top};
}

} // namespace

double pixels_of(Hmm length, double dpi) {
  return length.v * dpi / hmm_per_inch;
}

Extent extent_of(const SourcePage& page, double dpi) {
  return {page.width.v * dpi / points_per_inch, page.height.v * dpi / points_per_inch};
}

Box place_in(const SourcePage& page, const Box& room, double dpi, PrintScaling scaling) {
  const Extent own = extent_of(page, dpi);
  const double across = room.width / own.width, along = room.height / own.height;
  double scale = scaling == PrintScaling::fill ? std::max(across, along) : std::min(across, along);
  if (scaling == PrintScaling::none && page.sized) scale = 1;
  const double width = own.width * scale, height = own.height * scale;
  const Box box{room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width,
                height};
  if (!page.picture) return box;
  const PixelBox whole = rounded(box);
  return {static_cast<double>(whole.x), static_cast<double>(whole.y),
          static_cast<double>(std::max(1, whole.width)),
          static_cast<double>(std::max(1, whole.height))};
}

std::int32_t turns_of(bool wide, const Sheet& sheet, model::Orientation orientation) {
  const bool reverse = orientation == model::Orientation::reverse_portrait ||
                       orientation == model::Orientation::reverse_landscape;
  return (quarter_turns(wide, sheet, model::Orientation::automatic) + (reverse ? 2 : 0)) & 3;
}

SideBuilder::SideBuilder(const Sheet& sheet, std::int32_t turns, const model::OfficeLayout& office)
    : upright_(upright(sheet, turns)), turning_{turns & 3, upright_.width, upright_.height},
      office_(office) {}

void SideBuilder::add(const SourcePage& page, const NumberedPage& which, const Box& box,
                      const Box& room) {
  const PixelBox raster{0, 0, upright_.width, upright_.height};
  const PixelBox window = common(common(rounded(box), rounded(room)), raster);
  if (window.empty()) return;
  Cell cell;
  cell.page = which.index;
  cell.document = page.document;
  cell.number = which.number;
  cell.placement = turned(Placement{0, box.x, box.y, box.width, box.height}, turning_);
  cell.window = turned(window, turning_);
  if (page.picture)
    cell.sheet = turned(page.for_paper ? Placement{0, box.x, box.y, box.width, box.height}
                                       : sheet_of(page, room),
                        turning_);
  composition_.cells.push_back(cell);
  add_border(window);
}

// The paper itself, where the room is all of its printable area; else as large as fits the room.
Placement SideBuilder::sheet_of(const SourcePage& picture, const Box& room) const {
  const Box& area = upright_.area;
  if (room.width >= area.width && room.height >= area.height)
    return {0, upright_.paper_x, upright_.paper_y, upright_.paper_width, upright_.paper_height};
  const bool wide = picture.width.v > picture.height.v;
  const double longer = std::max(upright_.paper_width, upright_.paper_height);
  const double shorter = std::min(upright_.paper_width, upright_.paper_height);
  const Extent own{wide ? longer : shorter, wide ? shorter : longer};
  const double scale = std::min(room.width / own.width, room.height / own.height);
  const double width = own.width * scale, height = own.height * scale;
  return {0, room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height};
}

void SideBuilder::put_on(SidePlan& side) {
  if (composition_.cells.empty()) {
    side.page = -1;
    side.placement = {};
    return;
  }
  const Cell& first = composition_.cells.front();
  side.page = first.page;
  side.document = first.document;
  side.placement = first.placement;
  side.composition = std::make_shared<Composition>(std::move(composition_));
}

void SideBuilder::add_border(const PixelBox& at) {
  if (office_.border == model::PageBorder::none) return;
  const double points = office_.border == model::PageBorder::single ? 0.5 : 1.5;
  const auto line =
      static_cast<std::int32_t>(std::max(1.0, std::round(points * upright_.dpi / points_per_inch)));
  for (const PixelBox& box :
       {PixelBox{at.x, at.y, at.width, line}, PixelBox{at.x, at.bottom() - line, at.width, line},
        PixelBox{at.x, at.y, line, at.height}, PixelBox{at.right() - line, at.y, line, at.height}})
    composition_.over.push_back({turned(box, turning_), model::Rgb{}});
}

} // namespace platen::layout
