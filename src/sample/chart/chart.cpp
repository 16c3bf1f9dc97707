#include "sample/chart/chart.h"

#include "sample/chart/elements.h"

#include <algorithm>

namespace platen::sample {
namespace {

// Two columns, as wide as a 3:2 photograph of 900 rows and what is left of the 2100 pixels between
// the rulers; four equal ones in the last row.
Elements lay_out() {
  constexpr int left = 150;
  constexpr int width = 2100;
  constexpr int wide = 1350;
  constexpr int gutter = 40;
  constexpr int right = left + wide + gutter;
  constexpr int narrow = width - wide - gutter;
  constexpr int quarter = 495;
  constexpr int quarter_pitch = quarter + gutter;
  constexpr int half = (width - gutter) / 2;

  Elements parts;
  parts.push_back(make_masthead({left, 168, width, 108}));
  parts.push_back(make_photograph({left, 366, wide, 900}));
  parts.push_back(make_colour_patches({right, 366, narrow, 900}));
  parts.push_back(make_gradients({left, 1352, wide, 480}));
  parts.push_back(make_gamut_slices({right, 1352, narrow, 480}));
  parts.push_back(make_grey_wedge({left, 1914, width, 104}));
  parts.push_back(make_near_black({left, 2128, half, 96}));
  parts.push_back(make_near_white({left + half + gutter, 2128, half, 96}));
  parts.push_back(make_text_sample({left, 2340, quarter, quarter}));
  parts.push_back(make_line_pairs({left + quarter_pitch, 2340, quarter, quarter}));
  parts.push_back(make_siemens_star({left + 2 * quarter_pitch, 2340, quarter, quarter}));
  parts.push_back(make_zone_plate({left + 3 * quarter_pitch, 2340, quarter, quarter}));
  parts.push_back(make_rulers({0, 0, chart_width, chart_height}));
  return parts;
}

} // namespace

Result<Chart> Chart::create() {
  const FontsInUse fonts;
  TRY(auto ink, Ink::create(chart_width, chart_height));
  Elements elements = lay_out();
  for (const auto& element : elements)
    element->annotate(ink);
  TRY_VOID(ink.flush());
  return Chart(std::move(elements), std::move(ink));
}

void Chart::paint(int y, std::span<Rgb16> row) const {
  std::ranges::fill(row, paper_white);
  for (const auto& element : elements_) {
    const Box& box = element->box();
    if (y < box.y || y >= box.bottom()) continue;
    element->paint(y - box.y, row.subspan(static_cast<std::size_t>(box.x),
                                          static_cast<std::size_t>(box.width)));
  }
  ink_.cover(y, row);
}

} // namespace platen::sample
