#pragma once

#include "layout/layout.h"
#include "render/document.h"

namespace platen::flow {

// How a page comes to lie at a placement (device pixels from the top left, clockwise quarter turns)
// on a raster of so many rows: points of the upright page to points of the raster, both y up.
render::PointMatrix matrix_of(const layout::Placement& at, const render::PageInfo& page,
                              double rows, Dpi resolution);

// The matrix of a run on its raster.
void set_matrix(render::VectorRun& run, const layout::Placement& at, const render::PageInfo& page,
                Dpi resolution);

} // namespace platen::flow
