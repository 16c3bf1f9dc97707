#pragma once

#include "sample/chart/element.h"
#include "sample/chart/ink.h"

namespace platen::sample {

// Pixels of the chart in one typographic point.
inline constexpr double point = chart_ppi / 72.0;

// Above a box: what it is, and what a good print shows in it.
void caption(Ink& ink, const Box& box, std::string_view title, std::string_view look_for);
// Small print for one patch or scale.
void label(Ink& ink, double x, double y, std::string_view words, Align align = Align::centre);
// Black on the page, axis-parallel, not anti-aliased.
void fill(Ink& ink, InkColour colour, const Box& box);

} // namespace platen::sample
