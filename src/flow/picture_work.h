#pragma once

#include "flow/side_maker.h"
#include "model/black_and_white.h"
#include "resample/resample.h"
#include "resample/turn.h"
#include "sharpen/strength.h"

#include <optional>

namespace platen::flow {

// What is done to the pixels of a picture between its file and its raster. The stages are made of
// it, and so is what the job's statement says of them.
struct PictureWork {
  resample::Destination destination; // of the turned picture, in pixels of the raster
  std::optional<model::BlackAndWhite> toning;
  std::optional<sharpen::Strength> sharpening;
  bool scaled = false; // else the samples are copied as they are
};

// `turned`: the picture as it lies on the raster of `plan`.
PictureWork picture_work(const PageShape& turned, const layout::SidePlan& plan,
                         const JobContext& job);
// How the page of `plan` lies on the raster, from how it lies in its file.
resample::Turn turn_of(const JobContext& job, const layout::SidePlan& plan);
resample::Destination destination_of(const layout::Placement& placement);
// How pages on such a raster lose their colours. Gray rasters, and answers about the gamut, have no
// tint.
std::optional<model::BlackAndWhite> toning_on(PixelFormat raster, const JobContext& job);

} // namespace platen::flow
