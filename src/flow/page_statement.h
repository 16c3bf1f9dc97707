#pragma once

#include "flow/side_maker.h"

namespace platen::flow {

// What is done to a page on its way to a raster of this format: to a picture as it comes out of its
// file, and to a page that Ghostscript draws (`dithered`: its 8 bits go through 16).
PageStatement state_of(const JobContext& job, const layout::SidePlan& plan,
                       const render::Picture& picture);
PageStatement state_of_drawing(const JobContext& job, const layout::SidePlan& plan, bool dithered);

} // namespace platen::flow
