#include "scan/clean/sheet.h"

#include "scan/clean/edge_line.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

enum class Side : std::uint8_t { left, top, right, bottom };
bool across(Side side) {
  return side == Side::left || side == Side::right;
}
bool from_far(Side side) {
  return side == Side::right || side == Side::bottom;
}

// The picture as seen from a side: row i is the i-th row or column along it, from its border
// inwards.
Plane seen_from(Side side, const Plane& picture) {
  const std::int32_t w = picture.width, h = picture.height;
  Plane view(across(side) ? w : h, across(side) ? h : w);
  for (std::int32_t y = 0; y < h; ++y) {
    const auto row = picture.row(y);
    if (side == Side::left)
      std::ranges::copy(row, view.row(y).begin());
    else if (side == Side::right)
      std::ranges::reverse_copy(row, view.row(y).begin());
    else
      for (std::int32_t x = 0; x < w; ++x)
        view.at(side == Side::top ? y : h - 1 - y, x) = row[static_cast<std::size_t>(x)];
  }
  return view;
}

// From the side's own terms to the picture's.
Edge to_edge(Side side, const EdgeLine& line, const Plane& picture) {
  Edge edge{line.at, line.slope, line.support};
  if (from_far(side)) {
    edge.at = (across(side) ? picture.width : picture.height) * slope_one - edge.at;
    edge.slope = -edge.slope;
  }
  if (across(side)) edge.slope = -edge.slope;
  return edge;
}

// Whether something is written or drawn before the line: then it is none of the sheet's, but of a
// table or a tint on it, and cutting there would take away what is beyond. A mark is a few cells
// that differ from the plain ground on both sides of them; dust is as well, but little of it.
bool has_marks_before(const Plane& view, const EdgeLine& line, const Cells& cells) {
  constexpr int mark = 24, ground = 10; // levels from the ground that are one, and that are not
  constexpr std::int64_t dust = 40;     // cells
  const std::int32_t reach = cells.of(Hmm{200});
  const std::int32_t shadow = cells.of(Hmm{300}); // of the sheet on what lies before it
  std::int64_t marks = 0;
  for (std::int32_t y = 0; y < view.height; ++y) {
    const auto row = view.row(y);
    const std::int64_t edge = (line.at + std::int64_t{line.slope} * y) >> 16;
    const std::int64_t end = std::min<std::int64_t>(edge - shadow, view.width) - reach;
    for (std::int64_t x = reach; x < end; ++x) {
      const int before = row[static_cast<std::size_t>(x - reach)];
      const int after = row[static_cast<std::size_t>(x + reach)];
      const int here = row[static_cast<std::size_t>(x)];
      if (std::abs(before - after) <= ground && std::abs(here - before) >= mark) ++marks;
    }
  }
  return marks > dust;
}

std::optional<Edge> find_edge(Side side, const Cells& cells, bool doubtful) {
  const Plane view = seen_from(side, cells.gray);
  const auto line = find_edge_line(view, cells, doubtful);
  if (!line || has_marks_before(view, *line, cells)) return {};
  return to_edge(side, *line, cells.gray);
}

std::array<std::optional<Edge>*, 4> edges_of(Sheet& sheet) {
  return {&sheet.left, &sheet.top, &sheet.right, &sheet.bottom};
}

// Edges of one sheet agree to a degree (tan 1 degree = 1144/65536); the best supported one is
// right.
void drop_odd_edges(Sheet& sheet) {
  const Edge* best = nullptr;
  for (const auto* edge : edges_of(sheet))
    if (*edge && (best == nullptr || (*edge)->support > best->support)) best = &**edge;
  if (best == nullptr) return;
  const Slope slope = best->slope;
  for (auto* edge : edges_of(sheet))
    if (*edge && std::abs((*edge)->slope - slope) > 1144) edge->reset();
}

} // namespace

Sheet find_sheet(const Cells& cells, bool doubtful) {
  Sheet sheet;
  sheet.left = find_edge(Side::left, cells, doubtful);
  sheet.top = find_edge(Side::top, cells, doubtful);
  sheet.right = find_edge(Side::right, cells, doubtful);
  sheet.bottom = find_edge(Side::bottom, cells, doubtful);
  drop_odd_edges(sheet);
  return sheet;
}

std::optional<Slope> slope_of(const Sheet& sheet, const Plane& picture) {
  std::int64_t sum = 0, weight = 0;
  for (const auto& edge : {sheet.left, sheet.top, sheet.right, sheet.bottom}) {
    if (!edge) continue;
    // The error of a fitted slope falls with the power 3/2 of its length: weights with the third.
    const std::int64_t w = std::int64_t{edge->support} * edge->support / 64 * edge->support / 64;
    sum += w * edge->slope;
    weight += w;
  }
  const std::int64_t shorter = std::min(picture.width, picture.height);
  const std::int64_t least = std::max<std::int64_t>(1, shorter / 3);
  if (weight < std::max<std::int64_t>(1, least * least / 64 * least / 64)) return {};
  return static_cast<Slope>(sum / weight);
}

Plane inside_of(const Sheet& sheet, const Plane& picture) {
  Plane inside(picture.width, picture.height, 1);
  const auto limit = [](const std::optional<Edge>& edge, std::int64_t along, std::int64_t none,
                        int sign) {
    return edge ? edge->at + sign * edge->slope * (2 * along + 1) / 2 : none;
  };
  const std::int64_t w = picture.width * slope_one, h = picture.height * slope_one;
  std::vector<std::int64_t> top, bottom;
  for (std::int32_t x = 0; x < picture.width; ++x) {
    top.push_back(limit(sheet.top, x, 0, 1));
    bottom.push_back(limit(sheet.bottom, x, h, 1));
  }
  for (std::int32_t y = 0; y < picture.height; ++y) {
    const std::int64_t left = limit(sheet.left, y, 0, -1), right = limit(sheet.right, y, w, -1);
    const std::int64_t middle = y * slope_one + slope_one / 2;
    for (std::int32_t x = 0; x < picture.width; ++x) {
      const std::int64_t at = x * slope_one + slope_one / 2;
      const auto i = static_cast<std::size_t>(x);
      if (at < left || at > right || middle < top[i] || middle > bottom[i]) inside.at(x, y) = 0;
    }
  }
  return inside;
}

} // namespace platen::scan::cleaning
