#include "sample/letter/parts.h"

#include <array>

namespace platen::sample {
namespace {

constexpr TextStyle body{.size = 10.3, .face = Face::serif};
constexpr double leading = 14.6;
constexpr double paragraph_gap = 7;

double write(const Sheet& sheet, double top, std::string_view markup) {
  return sheet.paragraph(ink_black, column_left, top, column_width, body, leading, markup) +
         paragraph_gap;
}

void draw_address(const Sheet& sheet, double top) {
  constexpr std::array<std::string_view, 4> lines = {"To everyone", "Second and third floor",
                                                     "Harbour Street", "Northport"};
  for (std::size_t i = 0; i < lines.size(); ++i)
    sheet.line(ink_black, column_left, top + 13.5 * static_cast<double>(i), {.size = 9.5},
               lines[i]);
  sheet.line(ink_black, column_right, top, {.size = 9.5, .align = Align::right}, "9 March 2026");
  sheet.line(ink_grey, column_right, top + 13.5, {.size = 7.5, .align = Align::right},
             "Office administration, room 2.04");
}

// A red word beside a red bar, for what nobody may miss.
double draw_remark(const Sheet& sheet, double top) {
  const double below =
      sheet.paragraph(remark_red, column_left + 12, top, column_width - 12, {.size = 9.5}, 13.5,
                      "<b>Please note:</b> the blue recycling box beside the copier is for "
                      "misprints only. Drawings with "
                      "a client\u2019s name on them go into the locked bin.");
  sheet.box(remark_red, column_left, top + 1.5, 2.2, below - top - 1);
  return below + paragraph_gap + 3;
}

void draw_footnote(const Sheet& sheet) {
  constexpr double top = sheet_height - 90;
  sheet.rule(ink_black, column_left, top, 90, 0.4);
  sheet.paragraph(
      ink_grey, column_left, top + 5, column_width, {.size = 7.5, .face = Face::serif}, 9.8,
      "<sup>1</sup> Counted by the copier itself from 2 February to 6 March. A two-sided sheet "
      "carries two pages; \u201csheets saved\u201d is what one-sided printing would have used "
      "more.");
}

} // namespace

Result<void> draw_page_one(const Sheet& sheet) {
  draw_letterhead(sheet);
  draw_address(sheet, 130);
  sheet.line(ink_black, column_left, 221, {.size = 18, .bold = true, .tracking = -0.01},
             "The copier prints again");
  double y = 238;
  y = write(sheet, y, "Dear all,");
  y = write(
      sheet, y,
      "You know the grey copier by the window on the second floor, the one with the note saying "
      "<i>\u201ccopies only\u201d</i>. Since the new computers came, nobody could print on it: its "
      "maker stopped writing drivers for it years ago. There was nothing wrong with the machine.");
  y = write(
      sheet, y,
      "It prints again, from every computer, tablet and telephone in the house, and there is "
      "<b>nothing to install</b>. Choose <b>Copier, second floor</b> in the print dialog. It "
      "prints "
      "on both sides unless you say otherwise, and if it runs out of paper while you print, your "
      "job waits and carries on.");
  y = draw_remark(sheet, y + 2);
  y = write(sheet, y, "Here is what it did in its first five weeks:<sup>1</sup>");
  y = draw_table(sheet, y + 2) + 14;
  y = draw_key_figures(sheet, y) + 14;
  y = write(
      sheet, y,
      "The six small printers under the desks can go. They cost us more in toner last year than "
      "the "
      "copier costs in ten; the last cartridges are on the shelf in room 2.04 for anyone who still "
      "needs one.");
  write(sheet, y, "How the weeks compare, and what to do when something goes wrong, is overleaf.");
  draw_footnote(sheet);
  draw_footer(sheet, 1, 2);
  return {};
}

} // namespace platen::sample
