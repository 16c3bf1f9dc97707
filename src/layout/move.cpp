#include "layout/office.h"
#include "model/words.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace platen::layout {

namespace {

// x' = scale x + dx, on the raster.
struct Move {
  double scale = 1, dx = 0, dy = 0;

  Placement of(Placement at) const {
    return {at.quarter_turns, scale * at.x + dx, scale * at.y + dy, scale * at.width,
            scale * at.height};
  }
  PixelBox of(const PixelBox& box) const {
    const auto whole = [](double v) { return static_cast<std::int32_t>(std::lround(v)); };
    const std::int32_t left = whole(scale * box.x + dx), top = whole(scale * box.y + dy);
    // A line that gets thinner stays a line.
    return {left, top, std::max(1, whole(scale * box.right() + dx) - left),
            std::max(1, whole(scale * box.bottom() + dy) - top)};
  }
};

Move after(const Move& first, const Move& then) {
  return {then.scale * first.scale, then.scale * first.dx + then.dx,
          then.scale * first.dy + then.dy};
}

using model::BindingEdge;

// Of this side, as it is read: turning the sheet over changes left and right, or top and bottom.
BindingEdge edge_of(const model::Ticket& ticket, bool back) {
  const bool short_edge = ticket.sides == model::Sides::two_sided_short_edge;
  BindingEdge edge = ticket.office.binding_edge;
  if (edge == BindingEdge::by_sides) edge = short_edge ? BindingEdge::top : BindingEdge::left;
  if (!back) return edge;
  if (short_edge && edge == BindingEdge::top) return BindingEdge::bottom;
  if (short_edge && edge == BindingEdge::bottom) return BindingEdge::top;
  if (!short_edge && edge == BindingEdge::left) return BindingEdge::right;
  if (!short_edge && edge == BindingEdge::right) return BindingEdge::left;
  return edge;
}

// Away from the edge of the binding. What lies in the area that can be printed, of so much length,
// stays in it: smaller by the margin, it keeps its far edge, and the middle in the other direction.
Move binding(const Sheet& sheet, const model::Ticket& ticket, bool back) {
  const double margin = ticket.office.binding_margin.v * sheet.dpi / hmm_per_inch;
  if (margin <= 0) return {};
  const BindingEdge edge = edge_of(ticket, back);
  const bool upright = edge == BindingEdge::top || edge == BindingEdge::bottom;
  const Box& area = sheet.area;
  Move move;
  if (ticket.scaling == model::PrintScaling::none) {
    if (edge == BindingEdge::left || edge == BindingEdge::right)
      move.dx = edge == BindingEdge::left ? margin : -margin;
    else
      move.dy = edge == BindingEdge::top ? margin : -margin;
    return move;
  }
  const double length = upright ? area.height : area.width;
  move.scale = std::max(0.1, (length - margin) / length);
  // What does not move.
  double x = sheet.paper_x + sheet.paper_width / 2, y = sheet.paper_y + sheet.paper_height / 2;
  if (edge == BindingEdge::left) x = area.right();
  if (edge == BindingEdge::right) x = area.x;
  if (edge == BindingEdge::top) y = area.bottom();
  if (edge == BindingEdge::bottom) y = area.y;
  move.dx = x - move.scale * x;
  move.dy = y - move.scale * y;
  return move;
}

bool is_seen(const Placement& at, const PixelBox& raster) {
  return !common(pixels_around({at.x, at.y, at.width, at.height}), raster).empty();
}

// The first page of which nothing is left on the sheet, if there is one.
std::optional<std::int32_t> apply(const Move& move, const PixelBox& raster, SidePlan& side) {
  const PixelBox shown = move.of(raster);
  const Placement before = std::exchange(side.placement, move.of(side.placement));
  if (!side.composition) {
    const bool lost = is_seen(before, raster) && !is_seen(side.placement, raster);
    return lost ? std::optional(side.page) : std::nullopt;
  }
  auto moved = std::make_shared<Composition>();
  for (Cell cell : side.composition->cells) {
    cell.placement = move.of(cell.placement);
    cell.sheet = move.of(cell.sheet);
    cell.window = common(common(move.of(cell.window), shown), raster);
    if (cell.window.empty()) return cell.page;
    moved->cells.push_back(cell);
  }
  for (const auto& [from, to] : {std::pair{&side.composition->under, &moved->under},
                                 std::pair{&side.composition->over, &moved->over}})
    for (Fill fill : *from) {
      fill.box = move.of(fill.box);
      to->push_back(fill);
    }
  for (Caption caption : side.composition->captions) {
    caption.box = move.of(caption.box);
    moved->captions.push_back(caption);
  }
  side.composition = std::move(moved);
  return std::nullopt;
}

// The options that move what is on a side.
std::string movers(const model::OfficeLayout& office, bool back) {
  const model::ImageShift& shift = back ? office.back : office.front;
  const std::string side = back ? "side2" : "side1";
  std::vector<std::string> names;
  if (shift.x.v != 0) names.push_back("x-" + side + "-image-shift");
  if (shift.y.v != 0) names.push_back("y-" + side + "-image-shift");
  if (office.binding_margin.v > 0) names.emplace_back("binding-margin");
  return model::join_or(names);
}

Sheet sheet_of(const SidePlan& side, const model::Model& model, const model::Ticket& ticket) {
  Sheet sheet = make_sheet(side.media, side.margins, ticket.resolution);
  const model::MediaType* const type = model.find_type(side.media_type);
  if (type != nullptr && type->safe_margins && ticket.layout.safe_margins)
    keep_free(sheet, *type->safe_margins);
  return sheet;
}

} // namespace

Result<void> move_sides(std::vector<SidePlan>& sides, std::span<const SourcePage> pages,
                        std::span<const NumberedPage> chosen, const model::Model& model,
                        const model::Ticket& ticket) {
  if (!ticket.office.moved()) return {};
  for (SidePlan& side : sides) {
    if (side.page < 0) continue;
    const Sheet sheet = sheet_of(side, model, ticket);
    const model::ImageShift& shift = side.back ? ticket.office.back : ticket.office.front;
    const Move shifted{1, shift.x.v * sheet.dpi / hmm_per_inch,
                       -shift.y.v * sheet.dpi / hmm_per_inch};
    const Move both = after(binding(sheet, ticket, side.back), shifted);
    const auto lost = apply(both, {0, 0, sheet.width, sheet.height}, side);
    if (!lost) continue;
    const auto which = std::ranges::find(chosen, *lost, &NumberedPage::index);
    EXPECTS(which != chosen.end());
    return moved_off(pages, *which, movers(ticket.office, side.back));
  }
  return {};
}

void reverse_sheets(std::vector<SidePlan>& sides) {
  std::vector<SidePlan> reversed;
  for (auto end = sides.end(); end != sides.begin();) {
    auto begin = end - 1;
    if (begin->back && begin != sides.begin()) --begin;
    std::move(begin, end, std::back_inserter(reversed));
    end = begin;
  }
  sides = std::move(reversed);
}

} // namespace platen::layout
