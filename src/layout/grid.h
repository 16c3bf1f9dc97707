#pragma once

#include "base/result.h"
#include "layout/box.h"
#include "model/picture_layout.h"

#include <vector>

namespace platen::layout {

// The cells of a contact sheet, row by row: equal to the pixel, what cannot be shared out lies
// equally at both ends. Errc::invalid where a cell would be smaller than 5 mm; the message names
// how many there may be.
Result<std::vector<PixelBox>> contact_cells(const Box& area, const model::PictureLayout& layout,
                                            double dpi);

// A print of a package, and the sheet that it lies on.
struct Print {
  std::int32_t sheet = 0;
  std::size_t size = 0; // index in the list
  bool turned = false;  // width and height exchanged
  PixelBox box;         // with its frame
};

// Prints of these sizes on as few sheets as shelves allow, largest first, each turned where that
// helps; each takes `beyond` more than its size. What is on a sheet is centred on it. Errc::invalid
// for a size that does not fit the area; the message names what would.
struct Beyond {
  std::int32_t width = 0, height = 0;
};
Result<std::vector<Print>> pack(const Box& area, const std::vector<model::PrintSize>& sizes,
                                const Beyond& beyond, std::int32_t gap, double dpi);

} // namespace platen::layout
