#pragma once

#include "image/image.h"
#include "model/ticket.h"

#include <cstdint>
#include <vector>

namespace platen::layout {

// A page of the document as its author sees it (rotation and EXIF orientation already applied).
struct SourcePage {
  Points width, height;       // physical size
  bool picture = false;       // a picture: its size in points is a wish, not a page
  bool sized = true;          // false: a picture without a resolution; any size is right
};

// Where the source page lands on the raster (the printable area at device resolution), in device
// pixels from the raster's top left corner. The rectangle is that of the rotated page; parts outside the raster are cut.
// For pictures the edges are whole pixels.
struct Placement {
  std::int32_t quarter_turns = 0; // clockwise, 0..3, applied to the upright source page
  double x = 0, y = 0, width = 0, height = 0;
};

// One sheet side: which page, on what paper, where.
struct SidePlan {
  std::int32_t page = 0;          // 0-based page of the document; -1 = a blank side
  model::MediaSize media;         // portrait
  model::Margins margins;
  PageShape raster;               // pixels of the printable area; format is set by the caller
  Placement placement;
  bool back = false;
};

} // namespace platen::layout
