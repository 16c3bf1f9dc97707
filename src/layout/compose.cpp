#include "layout/compose.h"

#include "layout/marks.h"

namespace platen::layout {

namespace {

// One quarter clockwise: what was at the left is at the top.
PixelBox quarter(const PixelBox& box, std::int32_t height) {
  return {height - box.bottom(), box.x, box.height, box.width};
}

Box inverse_quarter(const Box& box, double width) {
  return {box.y, width - box.right(), box.height, box.width};
}

PixelBox around(const Placement& p) {
  return pixels_around({p.x, p.y, p.width, p.height});
}

} // namespace

Sheet upright(const Sheet& sheet, std::int32_t turns) {
  Sheet turned = sheet;
  for (std::int32_t i = 0; i < (turns & 3); ++i) {
    const double width = turned.width;
    const Box paper = inverse_quarter(
        {turned.paper_x, turned.paper_y, turned.paper_width, turned.paper_height}, width);
    turned.area = inverse_quarter(turned.area, width);
    turned.paper_x = paper.x, turned.paper_y = paper.y;
    turned.paper_width = paper.width, turned.paper_height = paper.height;
    std::swap(turned.width, turned.height);
  }
  return turned;
}

PixelBox turned(PixelBox box, const Turning& by) {
  std::int32_t width = by.width, height = by.height;
  for (std::int32_t i = 0; i < (by.turns & 3); ++i) {
    box = quarter(box, height);
    std::swap(width, height);
  }
  return box;
}

Placement turned(Placement p, const Turning& by) {
  double width = by.width, height = by.height;
  for (std::int32_t i = 0; i < (by.turns & 3); ++i) {
    p = {p.quarter_turns, height - p.y - p.height, p.x, p.height, p.width};
    std::swap(width, height);
  }
  p.quarter_turns = (p.quarter_turns + by.turns) & 3;
  return p;
}

Composer::Composer(const Sheet& sheet, std::int32_t turns, const model::PictureLayout& layout)
    : layout_(layout),
      upright_(upright(sheet, turns)), turning_{turns & 3, upright_.width, upright_.height},
      raster_{0, 0, upright_.width, upright_.height} {}

Result<void> Composer::add(const SourcePage& page, std::int32_t index, std::int32_t number,
                           const Spot& spot) {
  TRY(const Framed framed, frame(page, spot, layout_));
  add_frame(framed);
  const PixelBox window = common(framed.window, raster_);
  if (window.empty()) return fail(Errc::invalid, "nothing of the picture can be printed");
  if (!framed.caption.empty())
    composition_.captions.push_back({static_cast<std::int32_t>(composition_.cells.size()),
                                     layout_.caption, number, turned(framed.caption, turning_),
                                     turning_.turns});
  composition_.cells.push_back(
      {index, page.document, turned(framed.placement, turning_), turned(window, turning_), number});
  return {};
}

void Composer::add_frame(const Framed& framed) {
  const auto fill = [&](std::vector<Fill>& list, const PixelBox& box, model::Rgb color) {
    list.push_back({turned(box, turning_), color});
  };
  if (framed.outer != framed.border) fill(composition_.under, framed.outer, layout_.mat_color);
  if (framed.border != framed.window) fill(composition_.under, framed.border, layout_.border_color);
  for (const PixelBox& line : mark_lines(layout_.marks, framed.outer, upright_.dpi))
    fill(composition_.over, line, model::Rgb{});
}

bool Composer::plain() const {
  if (composition_.cells.size() != 1 || !composition_.under.empty() || !composition_.over.empty() ||
      !composition_.captions.empty())
    return false;
  const Cell& cell = composition_.cells.front();
  const Sheet raster = upright(upright_, 4 - turning_.turns);
  return common(around(cell.placement), {0, 0, raster.width, raster.height}) == cell.window;
}

} // namespace platen::layout
