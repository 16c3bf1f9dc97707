#include "scan/clean/marks.h"

#include <algorithm>
#include <cstring>

namespace platen::scan::cleaning {
namespace {

// Which runs are one: the first of each set stands for it.
class Sets {
public:
  std::size_t add() {
    parent_.push_back(parent_.size());
    return parent_.size() - 1;
  }
  std::size_t first_of(std::size_t i) {
    while (parent_[i] != i)
      i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = first_of(a);
    b = first_of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

private:
  std::vector<std::size_t> parent_;
};

void find_runs(std::span<const std::uint8_t> row, std::int32_t y, std::vector<Run>& runs) {
  const std::uint8_t* const begin = row.data();
  const std::uint8_t* const end = begin + row.size();
  for (const std::uint8_t* at = begin; at < end;) {
    std::uint64_t eight = 0; // mostly paper
    while (end - at >= 8 && (std::memcpy(&eight, at, 8), eight == 0))
      at += 8;
    at = std::find_if(at, end, [](std::uint8_t v) { return v != 0; });
    if (at == end) return;
    const std::uint8_t* const stop = std::find(at, end, std::uint8_t{0});
    runs.push_back({y, static_cast<std::int32_t>(at - begin),
                    static_cast<std::int32_t>(stop - begin), runs.size()});
    at = stop;
  }
}

void extend(Mark& mark, const Run& run) {
  PixelBox& box = mark.box;
  const std::int32_t right = std::max(box.left + box.width, run.end);
  if (mark.area == 0)
    box = {run.first, run.y, run.end - run.first, 1};
  else
    box = {std::min(box.left, run.first), box.top, right - std::min(box.left, run.first),
           run.y + 1 - box.top};
  mark.area += run.end - run.first;
}

} // namespace

Marks find_marks(const Plane& mask) {
  Marks found;
  Sets sets;
  std::size_t above = 0; // the first run of the row above that may still touch
  for (std::int32_t y = 0; y < mask.height; ++y) {
    const std::size_t row_begin = found.runs.size();
    find_runs(mask.row(y), y, found.runs);
    for (std::size_t i = row_begin; i < found.runs.size(); ++i) {
      sets.add();
      const Run& run = found.runs[i];
      while (above < row_begin && found.runs[above].end < run.first)
        ++above;
      for (std::size_t k = above; k < row_begin && found.runs[k].first <= run.end; ++k)
        sets.join(i, k);
    }
    above = row_begin;
  }
  std::vector<std::size_t> number(found.runs.size());
  for (std::size_t i = 0; i < found.runs.size(); ++i) {
    const std::size_t first = sets.first_of(i);
    if (first == i) {
      number[i] = found.marks.size();
      found.marks.emplace_back();
    }
    found.runs[i].mark = number[first];
    extend(found.marks[number[first]], found.runs[i]);
  }
  return found;
}

} // namespace platen::scan::cleaning
