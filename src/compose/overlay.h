#pragma once

#include "base/bytes.h"
#include "compose/layer.h"
#include "image/image.h"
#include "layout/box.h"
#include "pipeline/stage.h"

#include <array>
#include <memory>
#include <vector>

namespace platen::compose {

// A rectangle of one device colour; gray rasters take the first sample.
struct Painted {
  layout::PixelBox box;
  std::array<std::uint16_t, 3> color{};
};

// Coverage of black, row by row, 0..255, of a box that may lie partly outside the raster.
struct Inked {
  layout::PixelBox box;
  Buffer coverage;
};

// What a side shows, from the bottom to the top: white paper, `lowest`, `under`, the windows of the
// rows that come, `over`, `highest`, `inked`. In gray, what is white in `under` and in the windows
// is paper, as where a sheet is printed twice: the darker of them and `lowest` is seen. The pages
// that clients draw themselves and scans cover all of a sheet, and what lies below would never be.
struct Overlay {
  std::vector<layout::PixelBox> windows; // on the raster, not overlapping
  std::vector<Painted> under, over;
  std::vector<Inked> inked;
  std::shared_ptr<const Layer> lowest, highest; // of the side's size; may be null
};

// Rows of 16 bits (gray16 or rgb16) in device colour, the placed pictures on them, to the rows of
// the side.
std::unique_ptr<pipeline::Stage> make_overlay(PageShape shape, Overlay overlay);

// Clockwise quarters of a mask of so many pixels; gives its new sides.
Buffer turn_mask(const Buffer& mask, std::int32_t& width, std::int32_t& height,
                 std::int32_t quarters);

} // namespace platen::compose
