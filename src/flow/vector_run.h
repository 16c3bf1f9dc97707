#pragma once

#include "layout/layout.h"
#include "render/document.h"

namespace platen::flow {

// How a page comes to lie at a placement (device pixels from the top left, clockwise quarter turns)
// on a raster of run.height rows: run's matrix (points, y up).
void set_matrix(render::VectorRun& run, const layout::Placement& at, const render::PageInfo& page,
                Dpi resolution);

} // namespace platen::flow
