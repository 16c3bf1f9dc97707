#pragma once

#include "flow/side_maker.h"

namespace platen::flow {

// What is done to the page of `plan` on its way to a raster of this format: to a picture as it
// comes out of its file, and to a page that Ghostscript draws (toned, its 8 bits go through 16).
// plan.placement and `window`, what is shown of it, are on the raster of the side.
PageStatement state_of(const JobContext& job, const Side& side, const render::Picture& picture,
                       const layout::PixelBox& window);
// `dithered`: it goes through 16 bits though it is not toned.
PageStatement state_of_drawing(const JobContext& job, const layout::SidePlan& plan,
                               const layout::PixelBox& window, bool dithered);

inline layout::PixelBox all_of(const PageShape& raster) {
  return {0, 0, raster.width, raster.height};
}

} // namespace platen::flow
