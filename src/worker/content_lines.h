#pragma once

#include "worker/content_path.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace platen::worker {

// One straight line, as a part of a path.
struct Line {
  Point from, to;
};

// The path that a content stream makes, as far as it is nothing but single lines.
class LinePath {
public:
  void move(Point to, std::size_t begin);
  void line(Point to);
  void other() { plain_ = false; }
  void clear();
  // Where it is written, and its lines; none where it is anything else.
  std::size_t begin() const { return begin_; }
  const std::vector<Line>& lines() const;

private:
  std::vector<Line> lines_;
  std::optional<Point> from_; // of a line that has not come yet
  std::size_t begin_ = 0;
  bool plain_ = true;
};

// Counts upright lines of one height that follow one another no farther apart than bars do.
class BarLines {
public:
  void width(double width) { width_ = width; }
  void move(Point to) { from_ = to; }
  void line(Point to);
  std::size_t in_a_row() const { return in_a_row_; }

private:
  std::optional<Point> from_;
  std::optional<Line> last_;
  double width_ = 0, last_width_ = 0; // 0: not known
  std::size_t in_a_row_ = 0;
};

} // namespace platen::worker
