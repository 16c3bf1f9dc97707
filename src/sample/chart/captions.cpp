#include "sample/chart/captions.h"

namespace platen::sample {

void caption(Ink& ink, const Box& box, std::string_view title, std::string_view look_for) {
  const TextStyle heading{.size = 6.5 * point, .bold = true};
  const TextStyle advice{.size = 5.5 * point};
  constexpr double gap = 14;
  const double baseline = box.y - gap;
  ink.text(InkColour::black, box.x, baseline, heading, title);
  const double width = line_width(ink.context(InkColour::black), heading, title);
  ink.text(InkColour::grey, box.x + width + gap, baseline, advice, look_for);
}

void label(Ink& ink, double x, double y, std::string_view words, Align align) {
  ink.text(InkColour::grey, x, y, {.size = 4.5 * point, .align = align}, words);
}

void fill(Ink& ink, InkColour colour, const Box& box) {
  cairo_t* context = ink.context(colour);
  cairo_rectangle(context, box.x, box.y, box.width, box.height);
  cairo_fill(context);
}

} // namespace platen::sample
