#pragma once

#include "flow/side_maker.h"
#include "model/colour_target.h"

namespace platen::flow {

// The device colour that the pages of a job shall arrive in: that of its profile, if it has one and
// they are not toned first.
model::ColourTarget colour_target(const JobContext& job, ColorModel model);
// Black and white is toned in sRGB: what takes it from there to the job's profile. Made by a
// worker. Null: the job has no profile, or is not toned.
Result<std::unique_ptr<const ColourTable>> make_table_behind_toning(const JobContext& job,
                                                                    const render::Limits& limits);
// The job as a side of such colours sees it: where they are AdobeRGB, that is what its pages go to.
JobContext in_colours_of(const encode::SideSpec& side, const JobContext& job);
// Of a raster: gray for an engine that prints gray or dots, else RGB.
inline ColorModel colours_of(PixelFormat raster) {
  return raster.model == ColorModel::rgb ? ColorModel::rgb : ColorModel::gray;
}

} // namespace platen::flow
