#include "sample/letter/parts.h"
#include "sample/logo.h"

#include <array>
#include <string>

namespace platen::sample {

void draw_letterhead(const Sheet& sheet) {
  constexpr double top = 48;
  constexpr double mark = 30;
  sheet.use(ink_black);
  draw_logo(sheet.context(), column_left, top, mark);
  sheet.line(ink_black, column_left + mark + 9, top + mark - 0.4,
             {.size = 30, .bold = true, .tracking = -0.03}, "platen");

  constexpr std::array<std::string_view, 3> sender = {
      "Larch & Rowe, Surveyors", "14 Harbour Street, Northport", "office@larchandrowe.example"};
  for (std::size_t i = 0; i < sender.size(); ++i)
    sheet.line(i == 0 ? ink_black : ink_grey, column_right, top + 8 + 10.5 * static_cast<double>(i),
               {.size = 7.5, .bold = i == 0, .align = Align::right}, sender[i]);
  sheet.rule(ink_black, column_left, top + mark + 18, column_width, 0.25);
}

void draw_footer(const Sheet& sheet, int page, int pages) {
  constexpr double baseline = sheet_height - 40;
  sheet.rule(grey(0.6), column_left, baseline - 14, column_width, 0.25);
  sheet.line(ink_grey, column_left, baseline, {.size = 7},
             "The copier on the second floor prints again");
  sheet.line(ink_black, column_right, baseline, {.size = 7, .align = Align::right},
             std::to_string(page) + " of " + std::to_string(pages));
}

} // namespace platen::sample
