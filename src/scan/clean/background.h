#pragma once

#include "scan/clean/cells.h"

#include <array>

namespace platen::scan::cleaning {

// The paper's level over a page: lamps fade, and books bend. One value a block of cells for each
// channel (gray: one), where there is print as well.
struct Background {
  static constexpr std::int32_t block = 8;          // cells a side
  std::vector<Plane> levels;                        // one or three
  Plane gray;                                       // their lightness
  std::uint8_t brightest = 255;                     // of those
  std::array<std::uint8_t, 3> paper{255, 255, 255}; // of the page as a whole (gray: the first)
  std::int32_t paper_percent = 0;                   // of the blocks inside that show paper

  std::uint8_t gray_at(std::int32_t cell_x, std::int32_t cell_y) const {
    return gray.at(std::min(cell_x / block, gray.width - 1),
                   std::min(cell_y / block, gray.height - 1));
  }
};

// `inside`: 1 for each cell that is on the sheet.
Background find_background(const Cells& cells, const Plane& inside);

} // namespace platen::scan::cleaning
