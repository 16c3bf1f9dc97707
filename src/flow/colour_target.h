#pragma once

#include "flow/side_maker.h"
#include "model/colour_target.h"

namespace platen::flow {

// The device colour that the pages of a job shall arrive in: that of its profile, if it has one.
model::ColourTarget colour_target(const JobContext& job, ColorModel model);
// Of a raster: gray for an engine that prints gray or dots, else RGB.
inline ColorModel colours_of(PixelFormat raster) {
  return raster.model == ColorModel::rgb ? ColorModel::rgb : ColorModel::gray;
}

} // namespace platen::flow
