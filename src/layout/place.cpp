#include "layout/place.h"

#include "layout/paper.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace platen::layout {

namespace {

using model::PrintScaling;

enum class Method { exact, fit, fill };

constexpr double points_per_inch = 72;

Box whole_pixels_inside(const Box& box) {
  const double left = std::ceil(box.x);
  const double top = std::ceil(box.y);
  return {left, top, std::max(1.0, std::floor(box.x + box.width) - left),
          std::max(1.0, std::floor(box.y + box.height) - top)};
}

Box whole_pixels_around(const Box& box) {
  const double left = std::floor(box.x);
  const double top = std::floor(box.y);
  return {left, top, std::ceil(box.x + box.width) - left, std::ceil(box.y + box.height) - top};
}

bool exceeds(const Extent& page, double width, double height, double tolerance) {
  return page.width > width + tolerance || page.height > height + tolerance;
}

// Whether auto and auto-fit have to scale.
bool too_large(const SourcePage& page, const Extent& extent, const Sheet& sheet, bool cover) {
  const double tolerance = page_tolerance.v * sheet.dpi / hmm_per_inch;
  if (sheet.safe && exceeds(extent, sheet.area.width, sheet.area.height, 0)) return true;
  if (exceeds(extent, sheet.paper_width, sheet.paper_height, tolerance)) return true;
  if (!page.picture) return false;
  if (!cover && page.for_paper) return false;
  if (cover)
    return extent.width >= sheet.paper_width - tolerance &&
           extent.height >= sheet.paper_height - tolerance;
  const Box& area = sheet.area;
  constexpr double half_pixel = 0.5;
  return exceeds(extent, area.width, area.height, half_pixel);
}

Method method_for(const SourcePage& page, const Extent& extent, const Sheet& sheet,
                  const model::Ticket& ticket) {
  const bool cover = ticket.scaling == PrintScaling::automatic && ticket.borderless;
  switch (ticket.scaling) {
  case PrintScaling::fit:
    return Method::fit;
  case PrintScaling::fill:
    return Method::fill;
  case PrintScaling::none:
    return page.sized ? Method::exact : Method::fit;
  case PrintScaling::automatic:
  case PrintScaling::auto_fit:
    break;
  }
  if (page.sized && !too_large(page, extent, sheet, cover)) return Method::exact;
  return cover ? Method::fill : Method::fit;
}

// Scaled so that one edge equals the area's and the other is within it (or, to fill, beyond it).
Extent scaled(const Extent& page, const Box& area, bool fill, bool whole_pixels) {
  const bool by_width = (area.width * page.height < area.height * page.width) != fill;
  const auto other = [&](double length, double bound) {
    const double rounded = whole_pixels ? std::max(1.0, std::round(length)) : length;
    return fill ? std::max(rounded, bound) : std::min(rounded, bound);
  };
  if (by_width) return {area.width, other(page.height * (area.width / page.width), area.height)};
  return {other(page.width * (area.height / page.height), area.width), area.height};
}

// Where a stretch begins that is centred in `room`; for whole pixels an odd rest goes to the far
// side.
double centred(double start, double room, double length, bool whole_pixels) {
  const double at = start + (room - length) / 2;
  return whole_pixels ? std::floor(at) : at;
}

Box centred_in(const Box& area, const Extent& extent, bool whole_pixels) {
  return {centred(area.x, area.width, extent.width, whole_pixels),
          centred(area.y, area.height, extent.height, whole_pixels), extent.width, extent.height};
}

double moved_inside(double at, double length, double start, double room) {
  return length <= room ? std::clamp(at, start, start + room - length) : at;
}

// A picture at its own size.
Box exact_picture(const Extent& page, const Sheet& sheet) {
  const Extent extent{std::max(1.0, std::round(page.width)),
                      std::max(1.0, std::round(page.height))};
  Box box = centred_in({sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height},
                       extent, true);
  const Box area = whole_pixels_inside(sheet.area);
  box.x = moved_inside(box.x, box.width, area.x, area.width);
  box.y = moved_inside(box.y, box.height, area.y, area.height);
  return box;
}

// A length near `length` in which each of `dots` has the same whole number of pixels; none where
// it is more than half a point away: pages say their sizes in points, often in whole ones.
std::optional<double> whole_dots(double length, double dots, double half_point) {
  if (!(dots >= 1)) return std::nullopt;
  const double each = std::round(length / dots);
  const double whole = each * dots;
  return each >= 1 && std::abs(whole - length) <= half_point ? std::optional(whole) : std::nullopt;
}

Extent physical(const SourcePage& page, double dpi) {
  return {page.width.v * dpi / points_per_inch, page.height.v * dpi / points_per_inch};
}

// That of a scan, upright, in whole dots.
std::optional<Extent> in_whole_dots(const SourcePage& page, double dpi) {
  const double half_point = dpi / points_per_inch / 2;
  const Extent extent = physical(page, dpi);
  const auto width = whole_dots(extent.width, page.dots_width, half_point);
  const auto height = whole_dots(extent.height, page.dots_height, half_point);
  if (!width || !height) return std::nullopt;
  return Extent{*width, *height};
}

// A page at its own size. A scan at the device's resolution, or a whole part of it, is printed dot
// for dot: no row of it comes twice, none is left out. But nothing of it is cut for that.
Box exact_page(const SourcePage& page, const Extent& extent, std::int32_t turns,
               const Sheet& sheet) {
  const Box paper{sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height};
  auto whole = in_whole_dots(page, sheet.dpi);
  if (whole && turns % 2 != 0) std::swap(whole->width, whole->height);
  const auto is_cut = [&sheet](const Extent& size) {
    return exceeds(size, sheet.area.width, sheet.area.height, 0);
  };
  if (!whole || (is_cut(*whole) && !is_cut(extent))) return centred_in(paper, extent, false);
  // A picture that is not as large as its page mostly lies at the page's origin, the lower left
  // corner before the page was turned.
  const auto near_pixel = [](double at, double length, bool far) {
    return far ? std::round(at + length) - length : std::round(at);
  };
  Box box = centred_in(paper, *whole, false);
  box.x = near_pixel(box.x, box.width, turns >= 2);
  box.y = near_pixel(box.y, box.height, turns == 0 || turns == 3);
  return box;
}

Box place_box(const SourcePage& page, const Extent& extent, std::int32_t turns, const Sheet& sheet,
              Method method, const model::PictureLayout& layout) {
  const bool pixels = page.picture;
  if (method == Method::exact)
    return pixels ? exact_picture(extent, sheet) : exact_page(page, extent, turns, sheet);
  const bool fill = method == Method::fill;
  Box area = fill ? whole(sheet, layout) : sheet.area;
  if (pixels) area = fill ? whole_pixels_around(area) : whole_pixels_inside(area);
  return centred_in(area, scaled(extent, area, fill, pixels), pixels);
}

} // namespace

std::int32_t quarter_turns(bool wide_page, const Sheet& sheet, model::Orientation orientation) {
  using model::Orientation;
  switch (orientation) {
  case Orientation::automatic:
    break;
  case Orientation::portrait:
    return 0;
  case Orientation::landscape: // IPP's landscape turns the page counter-clockwise on the sheet
    return 3;
  case Orientation::reverse_landscape:
    return 1;
  case Orientation::reverse_portrait:
    return 2;
  }
  const bool high_sheet = sheet.paper_height > sheet.paper_width;
  return wide_page && high_sheet ? 3 : 0;
}

Box whole(const Sheet& sheet, const model::PictureLayout& layout) {
  const double part =
      static_cast<double>(layout.overspray) / static_cast<double>(model::Overspray::full);
  const double right = sheet.paper_x + sheet.paper_width;
  const double bottom = sheet.paper_y + sheet.paper_height;
  const Box paper{sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height};
  if (layout.overprint) {
    const double far = layout.overprint->v * sheet.dpi / hmm_per_inch;
    const double left = std::min(paper.x, std::max(0.0, paper.x - far));
    const double top = std::min(paper.y, std::max(0.0, paper.y - far));
    return {left, top, std::max(right, std::min<double>(sheet.width, right + far)) - left,
            std::max(bottom, std::min<double>(sheet.height, bottom + far)) - top};
  }
  // lerp() is exact at both ends.
  const double x = std::lerp(paper.x, std::min(0.0, paper.x), part);
  const double y = std::lerp(paper.y, std::min(0.0, paper.y), part);
  return {x, y, std::lerp(right, std::max<double>(sheet.width, right), part) - x,
          std::lerp(bottom, std::max<double>(sheet.height, bottom), part) - y};
}

Sheet make_sheet(const model::MediaSize& media, const model::Margins& margins, Dpi resolution) {
  const double dpi = resolution.v;
  const auto pixels = [&](Hmm length) { return length.v * dpi / hmm_per_inch; };
  Sheet sheet{px_floor(media.width - margins.left - margins.right, resolution).v,
              px_floor(media.height - margins.top - margins.bottom, resolution).v,
              -pixels(margins.left),
              -pixels(margins.top),
              pixels(media.width),
              pixels(media.height),
              dpi,
              {},
              false};
  sheet.area =
      common(Box{0, 0, static_cast<double>(sheet.width), static_cast<double>(sheet.height)},
             Box{sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height});
  return sheet;
}

void keep_free(Sheet& sheet, const model::Margins& safe) {
  const auto pixels = [&](Hmm length) { return length.v * sheet.dpi / hmm_per_inch; };
  const Box inside{sheet.paper_x + pixels(safe.left), sheet.paper_y + pixels(safe.top),
                   sheet.paper_width - pixels(safe.left + safe.right),
                   sheet.paper_height - pixels(safe.top + safe.bottom)};
  const Box area = common(sheet.area, inside);
  sheet.safe = area.width < sheet.area.width || area.height < sheet.area.height;
  sheet.area = area;
}

bool can_be_dot_for_dot(const SourcePage& page, double dpi) {
  return in_whole_dots(page, dpi).has_value();
}

Placement place(const SourcePage& page, const Sheet& sheet, const model::Ticket& ticket) {
  const std::int32_t turns = quarter_turns(page.width > page.height, sheet, ticket.orientation);
  Extent extent = physical(page, sheet.dpi);
  if (turns % 2 != 0) std::swap(extent.width, extent.height);
  const Box box =
      place_box(page, extent, turns, sheet, method_for(page, extent, sheet, ticket), ticket.layout);
  return {turns, box.x, box.y, box.width, box.height};
}

} // namespace platen::layout
