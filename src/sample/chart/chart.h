#pragma once

#include "sample/chart/element.h"
#include "sample/chart/ink.h"

namespace platen::sample {

inline constexpr int chart_width = 2400; // 8 inches at chart_ppi
inline constexpr int chart_height = 10 * chart_ppi;

// The whole test chart, ready to give its rows in any order, to any thread.
class Chart {
public:
  static Result<Chart> create();
  // Row y of the page, 0 <= y < chart_height; `row` is chart_width pixels.
  void paint(int y, std::span<Rgb16> row) const;

private:
  Chart(Elements elements, Ink ink) : elements_(std::move(elements)), ink_(std::move(ink)) {}
  Elements elements_;
  Ink ink_;
};

} // namespace platen::sample
