#include "layout/frame.h"

#include "layout/marks.h"
#include "model/length.h"

#include <cmath>

namespace platen::layout {

namespace {

using model::CropAnchor;
using model::PictureLayout;

constexpr Hmm caption_distance{150};
constexpr double points_per_inch = 72;

std::int32_t nearest(Hmm length, double dpi) {
  return static_cast<std::int32_t>(std::floor(length.v * dpi / hmm_per_inch + 0.5));
}

std::string mm_text(double pixels, double dpi) {
  return model::to_string(
      Hmm{static_cast<std::int32_t>(std::floor(pixels * hmm_per_inch / dpi + 1e-6))});
}

// 0: the near edge stays, 1: the far one.
double anchor_x(CropAnchor anchor) {
  switch (anchor) {
  case CropAnchor::left:
  case CropAnchor::top_left:
  case CropAnchor::bottom_left:
    return 0;
  case CropAnchor::right:
  case CropAnchor::top_right:
  case CropAnchor::bottom_right:
    return 1;
  default:
    return 0.5;
  }
}
double anchor_y(CropAnchor anchor) {
  switch (anchor) {
  case CropAnchor::top:
  case CropAnchor::top_left:
  case CropAnchor::top_right:
    return 0;
  case CropAnchor::bottom:
  case CropAnchor::bottom_left:
  case CropAnchor::bottom_right:
    return 1;
  default:
    return 0.5;
  }
}

// The picture as it lies on the upright sheet: turned, and the part of it that is wanted.
struct Shown {
  std::int32_t turns = 0;
  Extent page;         // pixels of the whole at its own size
  model::CropBox part; // fractions, turned with it
  double part_width() const { return part.width * page.width; }
  double part_height() const { return part.height * page.height; }
};

model::CropBox turned(model::CropBox box, std::int32_t quarters) {
  for (std::int32_t i = 0; i < quarters; ++i)
    box = {1 - box.top - box.height, box.left, box.height, box.width};
  return box;
}

std::int32_t picture_turns(const SourcePage& page, const Spot& spot, const PictureLayout& layout,
                           const Extent& room) {
  switch (layout.rotation) {
  case model::ImageRotation::upright:
    return 0;
  case model::ImageRotation::quarter:
    return 1;
  case model::ImageRotation::half:
    return 2;
  case model::ImageRotation::three_quarters:
    return 3;
  case model::ImageRotation::by_layout:
    if (!spot.turn_to_fit) return 0;
    break;
  case model::ImageRotation::automatic:
    break;
  }
  const double width = page.width.v * layout.crop.width,
               height = page.height.v * layout.crop.height;
  const bool wide = width > height, wide_room = room.width > room.height;
  return wide != wide_room && width != height && room.width != room.height ? 3 : 0;
}

Shown shown(const SourcePage& page, const Spot& spot, const PictureLayout& layout,
            const Extent& room) {
  Shown result;
  result.turns = picture_turns(page, spot, layout, room);
  result.page = {page.width.v * spot.dpi / points_per_inch,
                 page.height.v * spot.dpi / points_per_inch};
  if (result.turns % 2 != 0) std::swap(result.page.width, result.page.height);
  result.part = turned(layout.crop, result.turns);
  return result;
}

// No sheet is so large; what is larger does not fit, whatever it is.
constexpr double most_pixels = 100'000'000;

std::int32_t whole(double length) {
  return static_cast<std::int32_t>(std::clamp(std::round(length), 1.0, most_pixels));
}

struct Size {
  std::int32_t width = 0, height = 0;
};

// The largest window of the part's own shape inside so much room, and never more than `most`. The
// room is not rounded: of a sliver, half a pixel of its width is two of its height.
Size fitted(const Shown& picture, const Extent& room, const Size& most) {
  const double scale =
      std::min(room.width / picture.part_width(), room.height / picture.part_height());
  return {std::min(whole(picture.part_width() * scale), most.width),
          std::min(whole(picture.part_height() * scale), most.height)};
}

Size fitted(const Shown& picture, const Extent& room) {
  return fitted(picture, room,
                {static_cast<std::int32_t>(room.width), static_cast<std::int32_t>(room.height)});
}

// Both edges are given: exactly so, or the part's shape within them.
Size within(const Shown& picture, Hmm width, Hmm height, double dpi, bool fit) {
  const Size both{std::max(1, nearest(width, dpi)), std::max(1, nearest(height, dpi))};
  const Extent exact{width.v * dpi / hmm_per_inch, height.v * dpi / hmm_per_inch};
  return fit ? fitted(picture, exact, both) : both;
}

// Size of the window by image-width and image-height.
Size asked_size(const Shown& picture, const PictureLayout& layout, const Spot& spot, bool fit) {
  if (layout.width && layout.height)
    return within(picture, *layout.width, *layout.height, spot.dpi, fit);
  const double shape = picture.part_height() / picture.part_width();
  if (layout.width) {
    const std::int32_t width = std::max(1, nearest(*layout.width, spot.dpi));
    return {width, whole(layout.width->v * spot.dpi / hmm_per_inch * shape)};
  }
  const std::int32_t height = std::max(1, nearest(*layout.height, spot.dpi));
  return {whole(layout.height->v * spot.dpi / hmm_per_inch / shape), height};
}

Size window_size(const SourcePage& page, const Shown& picture, const Spot& spot,
                 const PictureLayout& layout, const Extent& room) {
  if (spot.exact)
    return within(picture, spot.exact->width, spot.exact->height, spot.dpi, !spot.fill_room);
  if (layout.width || layout.height) return asked_size(picture, layout, spot, !spot.fill_room);
  if (spot.fill_room && !spot.natural)
    return {static_cast<std::int32_t>(room.width), static_cast<std::int32_t>(room.height)};
  const Size own{whole(picture.part_width()), whole(picture.part_height())};
  const bool fits = own.width <= room.width && own.height <= room.height;
  if (page.sized && (spot.natural || (spot.keep_small && fits))) return own;
  return fitted(picture, room);
}

// Start of a stretch of `length` in `room`, for a position none/center, first edge, last edge.
std::int32_t along(double start, double room, std::int32_t length, int position) {
  if (position < 0) return static_cast<std::int32_t>(std::ceil(start));
  if (position > 0) return static_cast<std::int32_t>(std::floor(start + room)) - length;
  return static_cast<std::int32_t>(std::floor(start + (room - length) / 2));
}

// The whole picture, so that its wanted part covers the window, and the anchor stays in it.
Placement cover(const Shown& picture, const PixelBox& window, CropAnchor anchor, bool pixels) {
  const double by_width = window.width / picture.part_width();
  const double by_height = window.height / picture.part_height();
  const double scale = std::max(by_width, by_height);
  // A window of the part's own shape, to the pixel, shows all of it: of a panorama, half a pixel of
  // its height is many of its width.
  const bool same_shape = std::abs(picture.part_height() * by_width - window.height) < 1 ||
                          std::abs(picture.part_width() * by_height - window.width) < 1;
  const auto side = [&](double part, double page, double fraction, std::int32_t length) {
    const bool filled = same_shape || std::abs(part * scale - length) < 1;
    return filled ? length / fraction : page * scale;
  };
  double width = side(picture.part_width(), picture.page.width, picture.part.width, window.width);
  double height =
      side(picture.part_height(), picture.page.height, picture.part.height, window.height);
  if (pixels) {
    width = std::max(1.0, std::round(width));
    height = std::max(1.0, std::round(height));
  }
  const auto start = [&](double whole_length, double first, double fraction, std::int32_t at,
                         std::int32_t length, double stays) {
    const double slack = std::max(0.0, fraction * whole_length - length);
    double begin = at - first * whole_length - stays * slack;
    if (pixels) begin = std::round(begin);
    // Rounding must not open a gap at either edge.
    return std::clamp(begin, std::min<double>(at, at + length - whole_length),
                      static_cast<double>(at));
  };
  return {
      picture.turns,
      start(width, picture.part.left, picture.part.width, window.x, window.width, anchor_x(anchor)),
      start(height, picture.part.top, picture.part.height, window.y, window.height,
            anchor_y(anchor)),
      width, height};
}

int side_of(model::XPosition position) {
  return position == model::XPosition::left ? -1 : position == model::XPosition::right ? 1 : 0;
}
int side_of(model::YPosition position) {
  return position == model::YPosition::top ? -1 : position == model::YPosition::bottom ? 1 : 0;
}

Failure no_room(const Spot& spot, const FrameWidths& widths) {
  const auto taken = [&](std::int32_t pixels) { return mm_text(pixels, spot.dpi); };
  return fail(
      Errc::invalid,
      "border, mat, marks and caption leave no picture: they take " +
          taken(widths.left + widths.right + 2 * (widths.border + widths.marks)) + " of the " +
          mm_text(spot.room.width, spot.dpi) + " across and " +
          taken(widths.top + widths.bottom + widths.caption + 2 * (widths.border + widths.marks)) +
          " of the " + mm_text(spot.room.height, spot.dpi) + " along");
}

Failure too_large(const Spot& spot, const PixelBox& frame, const Extent& room) {
  return fail(Errc::invalid,
              "a picture of " + mm_text(frame.width, spot.dpi) + " x " +
                  mm_text(frame.height, spot.dpi) + " does not fit: there is room for " +
                  mm_text(room.width, spot.dpi) + " x " + mm_text(room.height, spot.dpi));
}

// So small a part of the picture that the whole could not be counted in pixels.
Result<void> check_part(const Placement& placement) {
  if (placement.width <= most_pixels && placement.height <= most_pixels) return {};
  return fail(Errc::invalid, "image-crop leaves too little of the picture to be printed so large: "
                             "choose a larger part, or a smaller print");
}

Failure pushed_off(const Spot& spot, const PixelBox& room, const PixelBox& taken,
                   const PictureLayout& layout) {
  const auto shift = [&](std::int32_t pixels) {
    return model::to_string(Hmm{static_cast<std::int32_t>(
        std::trunc(pixels * static_cast<double>(hmm_per_inch) / spot.dpi))});
  };
  const std::int32_t x = nearest(layout.x_shift, spot.dpi), y = -nearest(layout.y_shift, spot.dpi);
  return fail(Errc::invalid,
              "the shift pushes the picture off what can be printed: x-image-shift takes " +
                  shift(room.x - taken.x + x) + " to " + shift(room.right() - taken.right() + x) +
                  ", y-image-shift " + shift(taken.bottom() - room.bottom() - y) + " to " +
                  shift(taken.y - room.y - y));
}

} // namespace

FrameWidths frame_widths(const PictureLayout& layout, double dpi) {
  FrameWidths widths;
  if (layout.border.v > 0) widths.border = std::max(1, nearest(layout.border, dpi));
  widths.top = nearest(layout.mat.top, dpi);
  widths.right = nearest(layout.mat.right, dpi);
  widths.bottom = nearest(layout.mat.bottom, dpi);
  widths.left = nearest(layout.mat.left, dpi);
  widths.marks = marks_reach(layout.marks, dpi);
  if (!layout.caption.empty())
    widths.caption =
        nearest(caption_distance, dpi) + std::max(1, nearest(layout.caption_height, dpi));
  return widths;
}

Result<Framed> frame(const SourcePage& page, const Spot& spot, const PictureLayout& layout) {
  const FrameWidths w = frame_widths(layout, spot.dpi);
  const std::int32_t left = w.left + w.border + w.marks, right = w.right + w.border + w.marks;
  const std::int32_t top = w.top + w.border + w.marks;
  const std::int32_t bottom = w.bottom + w.border + w.marks + w.caption;
  const PixelBox room = spot.bleeds ? pixels_around(spot.room) : pixels_inside(spot.room);
  const Extent inner{static_cast<double>(room.width) - left - right,
                     static_cast<double>(room.height) - top - bottom};
  if (!spot.exact && (inner.width < 1 || inner.height < 1)) return no_room(spot, w);

  const Extent shape = spot.exact ? Extent{static_cast<double>(spot.exact->width.v),
                                           static_cast<double>(spot.exact->height.v)}
                                  : inner;
  const Shown picture = shown(page, spot, layout, shape);
  const Size size = window_size(page, picture, spot, layout, inner);
  const PixelBox taken_size{0, 0, size.width + left + right, size.height + top + bottom};
  if (taken_size.width > room.width || taken_size.height > room.height)
    return too_large(spot, {0, 0, size.width, size.height}, inner);

  const bool exact = !spot.fill_room || spot.exact || layout.width || layout.height;
  const Box centre = exact ? spot.centre_in
                           : Box{static_cast<double>(room.x), static_cast<double>(room.y),
                                 static_cast<double>(room.width), static_cast<double>(room.height)};
  const int x_side = side_of(layout.x_position), y_side = side_of(layout.y_position);
  const Box& across = x_side == 0 ? centre : spot.room;
  const Box& down = y_side == 0 ? centre : spot.room;
  PixelBox taken{along(across.x, across.width, taken_size.width, x_side),
                 along(down.y, down.height, taken_size.height, y_side), taken_size.width,
                 taken_size.height};
  // Unequal margins move what fits; a shift may not push it off.
  taken.x = std::clamp(taken.x, room.x, room.right() - taken.width);
  taken.y = std::clamp(taken.y, room.y, room.bottom() - taken.height);
  taken.x += nearest(layout.x_shift, spot.dpi);
  taken.y -= nearest(layout.y_shift, spot.dpi);
  if (!holds(room, taken)) return pushed_off(spot, room, taken, layout);

  Framed framed;
  framed.window = {taken.x + left, taken.y + top, size.width, size.height};
  framed.border = grown(framed.window, w.border);
  framed.outer = {framed.border.x - w.left, framed.border.y - w.top,
                  framed.border.width + w.left + w.right, framed.border.height + w.top + w.bottom};
  framed.placement = cover(picture, framed.window, layout.anchor, page.picture);
  TRY_VOID(check_part(framed.placement));
  if (!layout.caption.empty()) {
    const std::int32_t height = std::max(1, nearest(layout.caption_height, spot.dpi));
    framed.caption = {taken.x, taken.bottom() - height, taken.width, height};
  }
  return framed;
}

} // namespace platen::layout
