#pragma once

#include "sample/text.h"

#include <string_view>

namespace platen::sample {

// Points from the top left corner of an A4 sheet, and the letter's columns.
inline constexpr double sheet_width = 210 / 25.4 * 72;
inline constexpr double sheet_height = 297 / 25.4 * 72;
inline constexpr double column_left = 71;
inline constexpr double column_right = sheet_width - 71;
inline constexpr double column_width = column_right - column_left;

// Device RGB, 0..1.
struct Tint {
  double r = 0, g = 0, b = 0;
};
constexpr Tint grey(double value) {
  return {value, value, value};
}
inline constexpr Tint ink_black = grey(0);
inline constexpr Tint ink_grey = grey(0.42);
inline constexpr Tint remark_red{0.77, 0.10, 0.07};

// One sheet side of the letter: what its parts draw with. A reference to a drawing that goes on.
class Sheet {
public:
  explicit Sheet(cairo_t* context) : context_(context) {}
  cairo_t* context() const { return context_; }

  void use(Tint tint) const { cairo_set_source_rgb(context_, tint.r, tint.g, tint.b); }
  // One line on its baseline.
  void line(Tint tint, double x, double baseline, const TextStyle& style,
            std::string_view words) const;
  // Pango markup, broken into lines of `width`; returns the y below it.
  double paragraph(Tint tint, double x, double top, double width, const TextStyle& style,
                   double leading, std::string_view markup) const;
  void rule(Tint tint, double x, double y, double length, double thickness) const;
  void box(Tint tint, double x, double y, double width, double height) const;

private:
  cairo_t* context_;
};

} // namespace platen::sample
