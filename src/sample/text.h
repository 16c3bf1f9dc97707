#pragma once

#include "sample/cairo_handles.h"

#include <cstdint>
#include <string_view>

namespace platen::sample {

enum class Face : std::uint8_t { sans, serif };
enum class Align : std::uint8_t { left, centre, right };

struct TextStyle {
  double size = 10; // in units of the drawing: pixels of the chart, points of the letter
  bool bold = false;
  Align align = Align::left;
  Face face = Face::sans;
  double tracking = 0; // added between letters, as a part of the size
};

// Pango keeps every font it has met for as long as its thread lives. The writer of a document holds
// one of these: with it go the fonts.
class FontsInUse {
public:
  FontsInUse() = default;
  ~FontsInUse();
  FontsInUse(const FontsInUse&) = delete;
  FontsInUse& operator=(const FontsInUse&) = delete;
};

// A layout that looks the same everywhere: no hinting, grey anti-aliasing, named fonts.
Layout make_layout(cairo_t* context, const TextStyle& style, std::string_view words);
// One line; (x, y) is the left, middle or right end of its baseline. Uses the context's colour.
void draw_line(cairo_t* context, double x, double y, const TextStyle& style,
               std::string_view words);
double line_width(cairo_t* context, const TextStyle& style, std::string_view words);

} // namespace platen::sample
