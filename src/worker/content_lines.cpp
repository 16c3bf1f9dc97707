#include "worker/content_lines.h"

#include <algorithm>
#include <cmath>

namespace platen::worker {
namespace {

// Between the middles of two bars, by the wider one: four modules of each and of the gap between
// thin ones. Lines of a grid are farther apart.
constexpr double most_apart = 6;

} // namespace

void LinePath::move(Point to, std::size_t begin) {
  if (from_) plain_ = false;
  if (lines_.empty()) begin_ = begin;
  from_ = to;
}

void LinePath::line(Point to) {
  if (!from_) plain_ = false;
  if (plain_) lines_.push_back({*from_, to});
  from_.reset();
}

void LinePath::clear() {
  lines_.clear();
  from_.reset();
  plain_ = true;
}

const std::vector<Line>& LinePath::lines() const {
  static const std::vector<Line> none;
  return plain_ && !from_ ? lines_ : none;
}

void BarLines::line(Point to) {
  const auto from = from_;
  from_.reset();
  if (!from || from->x != to.x || !(width_ > 0)) {
    last_.reset();
    in_a_row_ = 0;
    return;
  }
  const bool another = last_ && last_->from.y == from->y && last_->to.y == to.y &&
                       std::abs(last_->to.x - to.x) <= most_apart * std::max(width_, last_width_);
  in_a_row_ = another ? in_a_row_ + 1 : 1;
  last_ = Line{*from, to};
  last_width_ = width_;
}

} // namespace platen::worker
