#include "worker/content_path.h"

namespace platen::worker {
namespace {

constexpr std::size_t most_compared = 4'096; // areas, with one another
constexpr std::size_t most_areas = 65'536;   // of one path

bool is_rectangle(const std::vector<Point>& points) {
  const bool closed =
      points.size() == 5 && points[4].x == points[0].x && points[4].y == points[0].y;
  if (points.size() != 4 && !closed) return false;
  const bool across = points[0].y == points[1].y;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point &from = points[i], &to = points[(i + 1) % 4];
    if ((i % 2 == 0) == across ? from.y != to.y : from.x != to.x) return false;
  }
  return true;
}

bool overlap(std::vector<Area> areas) {
  if (areas.size() > most_compared) return true;
  std::sort(areas.begin(), areas.end(),
            [](const Area& a, const Area& b) { return a.left() < b.left(); });
  for (std::size_t i = 0; i < areas.size(); ++i)
    for (std::size_t k = i + 1; k < areas.size() && areas[k].left() < areas[i].right(); ++k)
      if (areas[k].bottom() < areas[i].top() && areas[i].bottom() < areas[k].top()) return true;
  return false;
}

} // namespace

void Path::rectangle(const std::array<double, 4>& r, std::size_t begin, std::size_t end) {
  finish();
  Area area{begin, end, {}};
  area.corners = {Point{r[0], r[1]}, Point{r[0] + r[2], r[1]}, Point{r[0] + r[2], r[1] + r[3]},
                  Point{r[0], r[1] + r[3]}};
  add(area);
}

void Path::move(Point to, std::size_t begin, std::size_t end) {
  finish();
  points_ = {to};
  begin_ = begin;
  end_ = end;
}

void Path::line(Point to, std::size_t end) {
  if (points_.empty() || points_.size() > 5) return other();
  points_.push_back(to);
  end_ = end;
}

void Path::close(std::size_t end) {
  if (points_.empty()) return;
  end_ = end;
  finish();
}

std::vector<Area> Path::take(bool even_odd) {
  finish();
  std::vector<Area> areas;
  if (plain_ && (even_odd ? areas_.size() < 2 || !overlap(areas_) : turn_alike()))
    areas.swap(areas_);
  clear();
  return areas;
}

void Path::clear() {
  areas_.clear();
  points_.clear();
  plain_ = true;
}

void Path::add(const Area& area) {
  if (areas_.size() == most_areas) return other();
  areas_.push_back(area);
}

void Path::finish() {
  if (points_.empty()) return;
  if (is_rectangle(points_))
    add({begin_, end_, {points_[0], points_[1], points_[2], points_[3]}});
  else
    other();
  points_.clear();
}

// Where all go round the same way none is a hole of another.
bool Path::turn_alike() const {
  return std::all_of(areas_.begin(), areas_.end(), [this](const Area& area) {
    return (area.signed_size() > 0) == (areas_.front().signed_size() > 0);
  });
}

} // namespace platen::worker
