#include "sample/letter/parts.h"

#include <array>
#include <string>

namespace platen::sample {
namespace {

struct Department {
  std::string_view name;
  int pages;     // printed sides
  int two_sided; // of them on two-sided sheets
};
constexpr std::array<Department, 6> departments = {{
    {"Surveys", 4218, 3380},
    {"Drawing office", 1964, 420},
    {"Accounts", 3107, 2866},
    {"Legal", 2485, 2390},
    {"Reception", 612, 118},
    {"Site teams", 1373, 1040},
}};

// Two-sided sheets carry two sides each.
constexpr int sheets(const Department& d) {
  return d.pages - d.two_sided / 2;
}

std::string grouped(int number) {
  std::string digits = std::to_string(number);
  if (digits.size() > 3) digits.insert(digits.size() - 3, ",");
  return digits;
}

std::string percent(int part, int whole) {
  return std::to_string((200 * part / whole + 1) / 2) + "%";
}

constexpr double row_height = 17;
constexpr std::array<double, 4> column_ends = {0.50, 0.67, 0.83,
                                               0.985}; // parts of the table's width
constexpr double words_inset = 6;

void row_words(const Sheet& sheet, double top, bool bold, Tint tint,
               const std::array<std::string, 5>& cells) {
  const double baseline = top + row_height - 5.2;
  sheet.line(tint, column_left + words_inset, baseline, {.size = 8.5, .bold = bold}, cells[0]);
  for (std::size_t i = 0; i < column_ends.size(); ++i)
    sheet.line(tint, column_left + column_ends[i] * column_width, baseline,
               {.size = 8.5, .bold = bold, .align = Align::right}, cells[i + 1]);
}

std::array<std::string, 5> cells_of(const Department& d) {
  return {std::string(d.name), grouped(d.pages), percent(d.two_sided, d.pages), grouped(sheets(d)),
          grouped(d.pages - sheets(d))};
}

Department sum() {
  Department all{"Together", 0, 0};
  for (const Department& d : departments) {
    all.pages += d.pages;
    all.two_sided += d.two_sided;
  }
  return all;
}

} // namespace

double draw_table(const Sheet& sheet, double top) {
  sheet.box(grey(0.18), column_left, top, column_width, row_height);
  row_words(sheet, top, true, grey(1),
            {"Department", "Pages", "Two-sided", "Sheets", "Sheets saved"});
  double y = top + row_height;
  for (std::size_t i = 0; i < departments.size(); ++i) {
    if (i % 2 == 1) sheet.box(grey(0.92), column_left, y, column_width, row_height);
    row_words(sheet, y, false, ink_black, cells_of(departments[i]));
    y += row_height;
    sheet.rule(ink_black, column_left, y, column_width, 0.2);
  }
  sheet.rule(ink_black, column_left, y, column_width, 0.8);
  row_words(sheet, y, true, ink_black, cells_of(sum()));
  y += row_height;
  sheet.rule(ink_black, column_left, y, column_width, 0.8);
  return y;
}

} // namespace platen::sample
