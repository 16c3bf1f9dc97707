#include "sample/letter/parts.h"

namespace platen::sample {

// Bezier strokes of a pen; figures in units of 1/100 of the name's height.
void draw_signature(const Sheet& sheet, double x, double baseline) {
  cairo_t* context = sheet.context();
  cairo_save(context);
  cairo_translate(context, x, baseline);
  cairo_scale(context, 0.26, 0.26);
  sheet.use({0.07, 0.12, 0.42});
  cairo_set_line_width(context, 4.2);
  cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  // A
  cairo_move_to(context, 0, 0);
  cairo_curve_to(context, 30, -30, 52, -75, 60, -100);
  cairo_curve_to(context, 62, -70, 64, -30, 72, -4);
  cairo_move_to(context, 22, -36);
  cairo_curve_to(context, 44, -46, 62, -48, 84, -42);
  // n n a
  cairo_curve_to(context, 94, -40, 92, -20, 88, -2);
  cairo_curve_to(context, 96, -32, 110, -48, 116, -36);
  cairo_curve_to(context, 120, -26, 110, -2, 120, -2);
  cairo_curve_to(context, 130, -4, 132, -30, 136, -38);
  cairo_curve_to(context, 136, -24, 132, -12, 131, -2);
  cairo_curve_to(context, 140, -30, 152, -46, 158, -36);
  cairo_curve_to(context, 162, -26, 152, -2, 162, -2);
  cairo_curve_to(context, 174, -4, 186, -40, 204, -36);
  cairo_curve_to(context, 182, -44, 168, -4, 182, -3);
  cairo_curve_to(context, 194, -4, 200, -24, 204, -36);
  cairo_curve_to(context, 202, -20, 198, -2, 210, -4);
  // B e r g, fading into a line
  cairo_curve_to(context, 240, -16, 258, -60, 262, -96);
  cairo_curve_to(context, 258, -60, 254, -30, 250, 0);
  cairo_move_to(context, 240, -84);
  cairo_curve_to(context, 280, -118, 316, -84, 266, -56);
  cairo_curve_to(context, 322, -56, 300, 2, 254, -4);
  cairo_curve_to(context, 300, 6, 322, -18, 326, -28);
  cairo_curve_to(context, 326, -42, 308, -30, 312, -12);
  cairo_curve_to(context, 318, 4, 336, -18, 344, -34);
  cairo_curve_to(context, 350, -28, 360, -36, 358, -26);
  cairo_curve_to(context, 354, -8, 358, -2, 366, -4);
  cairo_curve_to(context, 372, -8, 376, -36, 392, -34);
  cairo_curve_to(context, 372, -36, 368, -6, 380, -6);
  cairo_curve_to(context, 390, -8, 392, -26, 394, -32);
  cairo_curve_to(context, 392, 10, 384, 44, 362, 36);
  cairo_curve_to(context, 350, 22, 420, -10, 470, -14);
  cairo_stroke(context);
  cairo_restore(context);
}

} // namespace platen::sample
