#include "scan/clean/frame.h"

namespace platen::scan::cleaning {
namespace {

struct Point {
  std::int64_t x = 0, y = 0; // in 1/65536 pixel, from the middle of the picture
};

std::int64_t times(std::int64_t a, std::int64_t b) {
  return (a * b) >> 16;
}

// Where an edge passes the straightened page's middle line: its place there, across or down.
class Sides {
public:
  Sides(const Cells& cells, PageShape page, Slope slope)
      : pixels_(cells.pixels), half_{page.width * slope_one / 2, page.height * slope_one / 2},
        turn_(to_turn(slope)) {}

  // At the height `y` of the picture.
  std::int64_t across(const Edge& edge, std::int64_t y) const {
    const Point at{edge.at * pixels_ - times(edge.slope, y) - half_.x, y - half_.y};
    return times(turn_.cosine, at.x) + times(turn_.sine, at.y);
  }
  std::int64_t down(const Edge& edge, std::int64_t x) const {
    const Point at{x - half_.x, edge.at * pixels_ + times(edge.slope, x) - half_.y};
    return times(turn_.cosine, at.y) - times(turn_.sine, at.x);
  }
  Point half() const { return half_; }

private:
  std::int32_t pixels_;
  Point half_;
  Turn turn_;
};

} // namespace

std::optional<Frame> frame_of(const Sheet& sheet, Slope slope, const Cells& cells, PageShape page) {
  const Sides sides(cells, page, slope);
  const auto [half_x, half_y] = sides.half();
  const auto middle = [](const std::optional<Edge>& a, const std::optional<Edge>& b,
                         std::int64_t pixels, std::int64_t length) {
    return ((a ? a->at * pixels : 0) + (b ? b->at * pixels : length)) / 2;
  };
  // The sheet's own middle, nearly: an edge's slope may be off by a little, and is least so there.
  const std::int64_t x = middle(sheet.left, sheet.right, cells.pixels, 2 * half_x);
  const std::int64_t y = middle(sheet.top, sheet.bottom, cells.pixels, 2 * half_y);
  const std::int64_t left = sheet.left ? sides.across(*sheet.left, y) : -half_x;
  const std::int64_t right = sheet.right ? sides.across(*sheet.right, y) : half_x;
  const std::int64_t top = sheet.top ? sides.down(*sheet.top, x) : -half_y;
  const std::int64_t bottom = sheet.bottom ? sides.down(*sheet.bottom, x) : half_y;
  Frame frame;
  frame.across = (left + right) / 2;
  frame.down = (top + bottom) / 2;
  frame.width = static_cast<std::int32_t>((right - left + slope_one / 2) >> 16);
  frame.height = static_cast<std::int32_t>((bottom - top + slope_one / 2) >> 16);
  const std::int32_t least = cells.of(Hmm{1500}) * cells.pixels;
  if (frame.width < least || frame.height < least) return {};
  return frame;
}

Frame whole_frame(PageShape page) {
  return {0, 0, page.width, page.height};
}

} // namespace platen::scan::cleaning
