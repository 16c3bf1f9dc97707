#include "sample/logo.h"

#include <numbers>

namespace platen::sample {

void draw_logo(cairo_t* context, double x, double y, double size) {
  const double stroke = 0.11 * size;
  const double roller = 0.27 * size;
  const double path = roller + 0.095 * size + stroke / 2; // the paper's distance from the axle
  const double axle_x = x + size - path - stroke / 2;
  const double axle_y = y + size - path - stroke / 2;

  cairo_save(context);
  cairo_new_path(context);
  cairo_arc(context, axle_x, axle_y, roller, 0, 2 * std::numbers::pi);
  cairo_fill(context);
  cairo_set_line_width(context, stroke);
  cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT);
  cairo_move_to(context, x, axle_y + path);
  cairo_line_to(context, axle_x, axle_y + path);
  cairo_arc_negative(context, axle_x, axle_y, path, std::numbers::pi / 2, 0);
  cairo_line_to(context, axle_x + path, y);
  cairo_stroke(context);
  cairo_restore(context);
}

} // namespace platen::sample
