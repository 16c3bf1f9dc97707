#pragma once

#include "virtual/pclxl/canvas.h"
#include "virtual/pclxl/media.h"
#include "virtual/pclxl/picture.h"
#include "virtual/tray.h"

namespace platen::twin::pclxl {

inline constexpr Dpi engine{600};
// 11 x 17 in; the imageRUNNERs' own limit is Legal.
inline constexpr std::int64_t most_canvas_pixels = 72'000'000;

// What can be printed, in the pixels of the canvas; all of a paper that the device does not have.
Rectangle printable_area(const Paper* paper, const SideRecord& side, std::int32_t width,
                         std::int32_t height);

// Gives one part of the canvas to the tray, as the side's raster.
Result<void> emit(const Canvas& canvas, const Rectangle& raster, SideRecord side, OutputTray& tray);

} // namespace platen::twin::pclxl
