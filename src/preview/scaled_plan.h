#pragma once

#include "flow/side_maker.h"

namespace platen::preview {

// The side as it is planned for the device, in pixels of another size: `scale` of them for one of
// the device's. Nothing that is drawn becomes thinner than a pixel.
flow::Side scaled(const flow::Side& side, double scale);

// The window, or the nearest pixel of the raster where it was rounded off it.
layout::PixelBox on_raster(const layout::PixelBox& window, const PageShape& raster);

} // namespace platen::preview
