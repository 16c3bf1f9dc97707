#pragma once

#include "flow/side_maker.h"
#include "image/colour_table.h"
#include "pipeline/executor.h"

namespace platen::flow {

// The page pipeline of a picture, from the turned rows (before they have 16 bits) to the raster of
// `plan`. A raster of 16 bits ends in device colour, before dots or 8 bits are made of it; dots by
// error diffusion are still to be made (flow/screens.h).
Result<pipeline::Stages> make_stages(const PageShape source, const ColourTable& table,
                                     const layout::SidePlan& plan, const JobContext& job);

} // namespace platen::flow
