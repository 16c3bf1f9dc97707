#include "virtual/ivec/check_page.h"

#include <array>
#include <vector>

namespace platen::twin::ivec {

namespace {

struct Colour {
  std::uint8_t red, green, blue;
};
// In the order of the status document: PM R C PGY MBK PBK B CO GY Y M PC. The optimizer is clear: a
// grey that stands for its gloss.
constexpr std::array<Colour, 12> inks{{{236, 130, 188},
                                       {218, 38, 40},
                                       {0, 160, 220},
                                       {190, 190, 190},
                                       {30, 30, 30},
                                       {0, 0, 0},
                                       {40, 60, 170},
                                       {235, 235, 235},
                                       {130, 130, 130},
                                       {250, 225, 20},
                                       {225, 20, 130},
                                       {120, 205, 240}}};

constexpr std::int32_t dpi = 300, width = 2400, height = 3413; // the printable area of A4
constexpr std::int32_t group_rows = 220, first_row = 200;
constexpr std::int32_t steps = 16, step_columns = 120, step_rows = 12, line_rows = 4;

void put(std::span<std::byte> row, std::int32_t from, std::int32_t to, Colour colour) {
  for (std::int32_t x = from; x < to; ++x) {
    const auto at = static_cast<std::size_t>(x) * 3;
    row[at] = std::byte{colour.red};
    row[at + 1] = std::byte{colour.green};
    row[at + 2] = std::byte{colour.blue};
  }
}

// A staircase: sixteen short lines, each lower than the one before it.
void draw_row(std::span<std::byte> row, std::int32_t y) {
  put(row, 0, width, {255, 255, 255});
  const std::int32_t group = (y - first_row) / group_rows, within = (y - first_row) % group_rows;
  if (y < first_row || group >= static_cast<std::int32_t>(inks.size())) return;
  const std::int32_t step = within / step_rows;
  if (step >= steps || within % step_rows >= line_rows) return;
  const std::int32_t left = 200 + step * step_columns;
  put(row, left, left + step_columns, inks[static_cast<std::size_t>(group)]);
}

} // namespace

Result<void> draw_check_page(OutputTray& tray, std::string_view function, std::int32_t sheet) {
  SideRecord side;
  side.sheet = sheet;
  side.medium = "iso_a4_210x297mm";
  side.width = {21'000};
  side.height = {29'700};
  side.margins = {{300}, {340}, {500}, {340}};
  side.resolution = Dpi{dpi};
  side.payload = function;
  TRY_VOID(tray.begin_side(std::move(side), PageShape{width, height, rgb8}));
  std::vector<std::byte> row(static_cast<std::size_t>(width) * 3);
  for (std::int32_t y = 0; y < height; ++y) {
    draw_row(row, y);
    TRY_VOID(tray.row(row));
  }
  return tray.end_side();
}

} // namespace platen::twin::ivec
