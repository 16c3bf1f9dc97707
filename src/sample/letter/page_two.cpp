#include "sample/letter/parts.h"

#include <array>
#include <numbers>

namespace platen::sample {
namespace {

void heading(const Sheet& sheet, double baseline, std::string_view words) {
  sheet.line(ink_black, column_left, baseline, {.size = 12, .bold = true, .tracking = -0.01},
             words);
}

double draw_bullets(const Sheet& sheet, double top) {
  constexpr std::array<std::string_view, 4> points = {
      "<b>The light on the copier blinks.</b> Look at the print queue on your screen: it says in "
      "plain "
      "words what is missing, and where.",
      "<b>Two-sided pages come out upside down.</b> Choose <i>flip on short edge</i> for landscape "
      "drawings.",
      "<b>Thick paper jams.</b> Card goes through the bypass tray, one side at a time; the dialog "
      "offers "
      "only what the tray can take.",
      "<b>You need a scan.</b> Put the originals into the feeder and choose <i>Scan</i> on your "
      "computer; "
      "they arrive as one searchable PDF."};
  for (const std::string_view words : points) {
    sheet.use(ink_black);
    cairo_new_path(sheet.context());
    cairo_arc(sheet.context(), column_left + 3, top + 7.2, 1.7, 0, 2 * std::numbers::pi);
    cairo_fill(sheet.context());
    top = sheet.paragraph(ink_black, column_left + 14, top, column_width - 14,
                          {.size = 9.8, .face = Face::serif}, 13.6, words) +
          3.5;
  }
  return top;
}

void draw_fine_print(const Sheet& sheet) {
  sheet.paragraph(ink_grey, column_left, sheet_height - 86, column_width, {.size = 6}, 7.8,
                  "This letter is platen\u2019s own test document. The firm, its people and its "
                  "figures are invented. It "
                  "holds what office pages are made of: text of many sizes, hairlines of 0.2 pt, "
                  "light grey fills that "
                  "become halftones, a chart, a photograph and a red that a black engine must turn "
                  "into a readable grey. "
                  "If you can read this line without a loupe, 6 pt print is fine.");
}

} // namespace

Result<void> draw_page_two(const Sheet& sheet) {
  heading(sheet, 62, "Week by week");
  double y = draw_weekly_chart(sheet, 73);
  heading(sheet, y + 22, "The view on Monday evening");
  TRY(y, draw_photograph(sheet, y + 32, 168));
  sheet.line(ink_grey, column_left, y + 11, {.size = 7.5},
             "Seen from the third floor. On the copier, every grey of it is made of black dots.");
  heading(sheet, y + 42, "If something goes wrong");
  y = draw_bullets(sheet, y + 50);
  sheet.line(ink_black, column_left, y + 18, {.size = 10.3, .face = Face::serif},
             "With kind regards,");
  draw_signature(sheet, column_left, y + 55);
  constexpr TextStyle name{.size = 9, .bold = true};
  sheet.line(ink_black, column_left, y + 77, name, "Anna Berg");
  sheet.line(ink_grey, column_left + line_width(sheet.context(), name, "Anna Berg") + 6, y + 77,
             {.size = 9}, "Office administration");
  draw_fine_print(sheet);
  draw_footer(sheet, 2, 2);
  return {};
}

} // namespace platen::sample
