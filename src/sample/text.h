#pragma once

#include "sample/cairo_handles.h"

#include <cstdint>
#include <string_view>

namespace platen::sample {

enum class Face : std::uint8_t { sans, serif, mono };
enum class Align : std::uint8_t { left, centre, right };

struct TextStyle {
  double size = 10; // in units of the drawing: pixels of the chart, points of the letter
  bool bold = false;
  Align align = Align::left;
  Face face = Face::sans;
  double tracking = 0; // added between letters, as a part of the size
};

// A layout that looks the same everywhere: no hinting, grey anti-aliasing, named fonts.
Layout make_layout(cairo_t* context, const TextStyle& style, std::string_view words);
// One line; (x, y) is the left, middle or right end of its baseline. Uses the context's colour.
void draw_line(cairo_t* context, double x, double y, const TextStyle& style,
               std::string_view words);
double line_width(cairo_t* context, const TextStyle& style, std::string_view words);

} // namespace platen::sample
