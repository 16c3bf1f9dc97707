#include "sample/letter/parts.h"

#include <algorithm>
#include <array>
#include <numbers>
#include <string>

namespace platen::sample {
namespace {

struct Week {
  int number;
  int one_sided, two_sided; // pages
  int calls;                // for help
};
// The last five weeks add up to the table of page one.
constexpr std::array<Week, 8> weeks = {{{3, 1980, 0, 19},
                                        {4, 2040, 0, 17},
                                        {5, 1930, 0, 18},
                                        {6, 960, 1640, 9},
                                        {7, 800, 1930, 6},
                                        {8, 680, 2080, 4},
                                        {9, 590, 2230, 2},
                                        {10, 515, 2334, 1}}};
constexpr std::size_t first_copier_week = 3;
constexpr int most_pages = 2400;
constexpr int most_calls = 24;
constexpr int grid_lines = 4;

constexpr Tint two_sided_tint = grey(0.25);
constexpr Tint one_sided_tint = grey(0.78);

struct Plot {
  double left, top, width, height;
  double bottom() const { return top + height; }
  double pages_y(int pages) const { return bottom() - height * pages / most_pages; }
  double calls_y(int calls) const { return bottom() - height * calls / most_calls; }
  double week_x(std::size_t week) const {
    return left + width * (static_cast<double>(week) + 0.5) / static_cast<double>(weeks.size());
  }
};

void draw_axes(const Sheet& sheet, const Plot& plot) {
  for (int i = 0; i <= grid_lines; ++i) {
    const double y = plot.pages_y(i * most_pages / grid_lines);
    sheet.rule(i == 0 ? ink_black : grey(0.75), plot.left, y, plot.width, i == 0 ? 0.6 : 0.2);
    sheet.line(ink_grey, plot.left - 6, y + 2.4, {.size = 7, .align = Align::right},
               std::to_string(i * most_pages / grid_lines));
    sheet.line(remark_red, plot.left + plot.width + 6, y + 2.4, {.size = 7},
               std::to_string(i * most_calls / grid_lines));
  }
  for (std::size_t w = 0; w < weeks.size(); ++w)
    sheet.line(ink_grey, plot.week_x(w), plot.bottom() + 11, {.size = 7, .align = Align::centre},
               "Week " + std::to_string(weeks[w].number));
}

void draw_bars(const Sheet& sheet, const Plot& plot) {
  constexpr double bar = 13;
  for (std::size_t w = 0; w < weeks.size(); ++w) {
    const double x = plot.week_x(w);
    const auto upright = [&](Tint tint, double left, int pages) {
      sheet.box(tint, left, plot.pages_y(pages), bar, plot.bottom() - plot.pages_y(pages));
    };
    upright(one_sided_tint, x - bar - 0.75, weeks[w].one_sided);
    upright(two_sided_tint, x + 0.75, weeks[w].two_sided);
  }
}

void draw_calls(const Sheet& sheet, const Plot& plot) {
  cairo_t* context = sheet.context();
  sheet.use(remark_red);
  cairo_set_line_width(context, 1.2);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path(context);
  for (std::size_t w = 0; w < weeks.size(); ++w)
    cairo_line_to(context, plot.week_x(w), plot.calls_y(weeks[w].calls));
  cairo_stroke(context);
  for (std::size_t w = 0; w < weeks.size(); ++w) {
    cairo_new_path(context);
    cairo_arc(context, plot.week_x(w), plot.calls_y(weeks[w].calls), 2.6, 0, 2 * std::numbers::pi);
    sheet.use(grey(1));
    cairo_fill_preserve(context);
    sheet.use(remark_red);
    cairo_stroke(context);
  }
}

// A dashed line where the desk printers end and the copier begins.
void draw_turning_point(const Sheet& sheet, const Plot& plot) {
  const double x = 0.5 * (plot.week_x(first_copier_week - 1) + plot.week_x(first_copier_week));
  cairo_t* context = sheet.context();
  constexpr std::array<double, 2> dashes = {2.5, 2};
  cairo_save(context);
  cairo_set_dash(context, dashes.data(), dashes.size(), 0);
  cairo_set_line_width(context, 0.5);
  sheet.use(ink_black);
  cairo_move_to(context, x, plot.top - 13);
  cairo_line_to(context, x, plot.bottom());
  cairo_stroke(context);
  cairo_restore(context);
  const double baseline = plot.top - 7;
  sheet.line(ink_grey, x - 5, baseline, {.size = 7, .align = Align::right}, "Desk printers");
  sheet.line(ink_black, x + 5, baseline, {.size = 7, .bold = true}, "The copier prints");
}

void draw_legend(const Sheet& sheet, double baseline) {
  double x = column_left;
  const auto entry = [&](Tint tint, double height, std::string_view words) {
    sheet.box(tint, x, baseline - 2.8 - height / 2, 10, height);
    sheet.line(ink_black, x + 15, baseline, {.size = 7.5}, words);
    x += 25 + line_width(sheet.context(), {.size = 7.5}, words) + 10;
  };
  entry(one_sided_tint, 6, "Pages, one-sided");
  entry(two_sided_tint, 6, "Pages, two-sided");
  entry(remark_red, 1.2, "Calls for help (right scale)");
}

} // namespace

double draw_weekly_chart(const Sheet& sheet, double top) {
  const Plot plot{column_left + 26, top + 36, column_width - 46, 140};
  draw_legend(sheet, top + 8);
  draw_axes(sheet, plot);
  draw_bars(sheet, plot);
  draw_turning_point(sheet, plot);
  draw_calls(sheet, plot);
  return plot.bottom() + 20;
}

} // namespace platen::sample
