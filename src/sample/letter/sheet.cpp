#include "sample/letter/sheet.h"

#include <cmath>

#include <pango/pangocairo.h>

namespace platen::sample {

void Sheet::line(Tint tint, double x, double baseline, const TextStyle& style,
                 std::string_view words) const {
  use(tint);
  draw_line(context_, x, baseline, style, words);
}

double Sheet::paragraph(Tint tint, double x, double top, double width, const TextStyle& style,
                        double leading, std::string_view markup) const {
  use(tint);
  const Layout layout = make_layout(context_, style, "");
  pango_layout_set_markup(layout.get(), markup.data(), static_cast<int>(markup.size()));
  pango_layout_set_width(layout.get(), static_cast<int>(std::lround(width * PANGO_SCALE)));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  // Lines are set one by one on an even grid, whatever faces and raised figures they hold.
  const int lines = pango_layout_get_line_count(layout.get());
  for (int i = 0; i < lines; ++i) {
    cairo_move_to(context_, x, top + style.size + i * leading);
    pango_cairo_show_layout_line(context_, pango_layout_get_line_readonly(layout.get(), i));
  }
  return top + lines * leading;
}

void Sheet::rule(Tint tint, double x, double y, double length, double thickness) const {
  use(tint);
  cairo_set_line_width(context_, thickness);
  cairo_move_to(context_, x, y);
  cairo_rel_line_to(context_, length, 0);
  cairo_stroke(context_);
}

void Sheet::box(Tint tint, double x, double y, double width, double height) const {
  use(tint);
  cairo_rectangle(context_, x, y, width, height);
  cairo_fill(context_);
}

} // namespace platen::sample
