#include "sample/letter/parts.h"

#include <array>

namespace platen::sample {

double draw_key_figures(const Sheet& sheet, double top) {
  struct Figure {
    std::string_view number;
    std::string_view words;
  };
  constexpr std::array<Figure, 3> figures = {{{"13,759", "pages in five weeks"},
                                              {"5,107", "sheets of paper saved"},
                                              {"0", "drivers installed"}}};
  constexpr double height = 58;
  constexpr double gap = 9;
  constexpr double width = (column_width - 2 * gap) / 3;
  double x = column_left;
  for (const Figure& figure : figures) {
    sheet.box(grey(0.95), x, top, width, height);
    sheet.box(grey(0.55), x, top, width, 1.5);
    sheet.line(ink_black, x + 9, top + 33, {.size = 25, .bold = true, .tracking = -0.02},
               figure.number);
    sheet.line(ink_grey, x + 9, top + 48, {.size = 8}, figure.words);
    x += width + gap;
  }
  return top + height;
}

} // namespace platen::sample
