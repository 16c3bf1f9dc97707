#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace platen::worker {

struct Point {
  double x = 0, y = 0;
};

// A part of a path that is a rectangle, and where it is written.
struct Area {
  std::size_t begin = 0, end = 0; // in the content
  std::array<Point, 4> corners{};

  double signed_size() const { // more than 0 where it goes round counter-clockwise
    return (corners[1].x - corners[0].x) * (corners[2].y - corners[1].y) -
           (corners[1].y - corners[0].y) * (corners[2].x - corners[1].x);
  }
  double left() const { return std::min(corners[0].x, corners[2].x); }
  double right() const { return std::max(corners[0].x, corners[2].x); }
  double bottom() const { return std::min(corners[0].y, corners[2].y); }
  double top() const { return std::max(corners[0].y, corners[2].y); }
};

// The path that a content stream makes, as far as it is nothing but rectangles. Places are those
// in the content, of the first operand and behind the operator.
class Path {
public:
  void rectangle(const std::array<double, 4>& r, std::size_t begin, std::size_t end);
  void move(Point to, std::size_t begin, std::size_t end);
  void line(Point to, std::size_t end);
  void close(std::size_t end);
  void other() { plain_ = false; } // something else than straight lines, or that cannot be read
  // The rectangles, if they are all that is filled, and none makes a hole in another; a new path
  // begins.
  std::vector<Area> take(bool even_odd);
  void clear();

private:
  void add(const Area& area);
  void finish();
  bool turn_alike() const;

  std::vector<Area> areas_;
  std::vector<Point> points_; // of the part that is not ended
  std::size_t begin_ = 0, end_ = 0;
  bool plain_ = true;
};

} // namespace platen::worker
