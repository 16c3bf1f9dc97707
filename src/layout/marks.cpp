#include "layout/marks.h"

#include "units/units.h"

#include <array>

namespace platen::layout {

namespace {

constexpr Hmm mark_distance{300}, mark_length{500}, mark_thickness{10};

struct Measures {
  std::int32_t distance = 0, length = 0, thickness = 0;
};

Measures measures(double dpi) {
  const auto pixels = [&](Hmm length) {
    return std::max(1, static_cast<std::int32_t>(std::floor(length.v * dpi / hmm_per_inch + 0.5)));
  };
  return {pixels(mark_distance), pixels(mark_length), pixels(mark_thickness)};
}

} // namespace

std::int32_t marks_reach(model::Marks marks, double dpi) {
  const Measures m = measures(dpi);
  switch (marks) {
  case model::Marks::none:
    return 0;
  case model::Marks::crop:
    return m.distance + m.length;
  case model::Marks::corner:
    return m.thickness;
  }
  return 0;
}

std::vector<PixelBox> mark_lines(model::Marks marks, const PixelBox& print, double dpi) {
  std::vector<PixelBox> lines;
  if (marks == model::Marks::none) return lines;
  const Measures m = measures(dpi);
  const std::int32_t t = m.thickness;
  // A line outside each edge, as the cut goes.
  const std::array<std::int32_t, 2> columns{print.x - t, print.right()};
  const std::array<std::int32_t, 2> rows{print.y - t, print.bottom()};
  if (marks == model::Marks::crop) {
    const std::int32_t above = print.y - m.distance - m.length, below = print.bottom() + m.distance;
    const std::int32_t before = print.x - m.distance - m.length, after = print.right() + m.distance;
    for (const std::int32_t x : columns)
      for (const std::int32_t y : {above, below})
        lines.push_back({x, y, t, m.length});
    for (const std::int32_t y : rows)
      for (const std::int32_t x : {before, after})
        lines.push_back({x, y, m.length, t});
    return lines;
  }
  // The angles of a small print do not meet.
  const std::int32_t across = std::min(m.length, print.width / 3);
  const std::int32_t down = std::min(m.length, print.height / 3);
  for (const std::int32_t y : rows)
    for (const bool far : {false, true})
      lines.push_back({far ? print.right() - across : print.x - t, y, across + t, t});
  for (const std::int32_t x : columns)
    for (const bool far : {false, true})
      lines.push_back({x, far ? print.bottom() - down : print.y, t, down});
  return lines;
}

} // namespace platen::layout
