#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace platen::layout {

// Rectangles in device pixels, y down. Box has edges between pixels, PixelBox on them.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  constexpr double right() const { return x + width; }
  constexpr double bottom() const { return y + height; }
};

struct Extent {
  double width = 0, height = 0;
};

struct PixelBox {
  std::int32_t x = 0, y = 0, width = 0, height = 0;
  constexpr std::int32_t right() const { return x + width; }
  constexpr std::int32_t bottom() const { return y + height; }
  constexpr bool empty() const { return width <= 0 || height <= 0; }
  constexpr bool operator==(const PixelBox&) const = default;
};

constexpr PixelBox grown(const PixelBox& box, std::int32_t by) {
  return {box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by};
}
constexpr PixelBox common(const PixelBox& a, const PixelBox& b) {
  const std::int32_t left = std::max(a.x, b.x), top = std::max(a.y, b.y);
  return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}
constexpr bool holds(const PixelBox& outer, const PixelBox& inner) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
         inner.bottom() <= outer.bottom();
}
inline Box common(const Box& a, const Box& b) {
  const double left = std::max(a.x, b.x), top = std::max(a.y, b.y);
  return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}

// All pixels that lie wholly inside; at least one each way.
inline PixelBox pixels_inside(const Box& box) {
  const double left = std::ceil(box.x), top = std::ceil(box.y);
  const auto whole = [](double v) { return static_cast<std::int32_t>(v); };
  return {whole(left), whole(top), std::max(1, whole(std::floor(box.right()) - left)),
          std::max(1, whole(std::floor(box.bottom()) - top))};
}
// All pixels that it touches.
inline PixelBox pixels_around(const Box& box) {
  const double left = std::floor(box.x), top = std::floor(box.y);
  const auto whole = [](double v) { return static_cast<std::int32_t>(v); };
  return {whole(left), whole(top), whole(std::ceil(box.right()) - left),
          whole(std::ceil(box.bottom()) - top)};
}

} // namespace platen::layout
