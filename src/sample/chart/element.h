#pragma once

#include "sample/chart/colour.h"

#include <memory>
#include <span>
#include <vector>

namespace platen::sample {

class Ink;

inline constexpr int chart_ppi = 300; // pixels per inch

// Pixels of the chart, from its top left corner.
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  constexpr int right() const { return x + width; }
  constexpr int bottom() const { return y + height; }
};

// One part of the chart. Immutable once made; rows may be painted in any order, by any thread.
class Element {
public:
  explicit Element(Box box) : box_(box) {}
  virtual ~Element() = default;
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

  const Box& box() const { return box_; }
  // Row y of the box, 0 <= y < height; `row` is the box's width and paper white before.
  virtual void paint(int y, std::span<Rgb16> row) const = 0;
  // Its captions and lines, drawn over all pictures.
  virtual void annotate(Ink&) const {}

private:
  Box box_;
};
using Elements = std::vector<std::unique_ptr<Element>>;

} // namespace platen::sample
