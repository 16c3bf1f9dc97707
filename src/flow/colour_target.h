#pragma once

#include "flow/side_maker.h"

namespace platen::flow {

// The colour in which the pages of a job shall arrive: gray for a 1-bit engine, else rgb.
model::ColourTarget colour_target(const JobContext& job, ColorModel model);

} // namespace platen::flow
