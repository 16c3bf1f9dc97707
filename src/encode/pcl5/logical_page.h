#pragma once

#include "model/ticket.h"

namespace platen::encode::pcl5 {

// Where PCL 5 can print on a sheet, and how a raster is put there (docs/protocols/pcl5.md §3).
struct Place {
  std::int32_t registration = 0; // of ESC&l#U: decipoints by which the logical page moves right
  std::int32_t x = 0, y = 0;     // of the cursor on the logical page, dots
  std::int32_t most_columns = 0; // from the cursor to the logical page's right edge, dots
};

// For a raster whose top left dot is `margins` from the edges of the sheet, at 600 dpi.
Place place_on(const model::MediaSize& media, const model::Margins& margins);

} // namespace platen::encode::pcl5
