#pragma once

#include "flow/side_maker.h"
#include "halftone/dither.h"
#include "image/image.h"
#include "model/black_and_white.h"

#include <optional>

namespace platen::flow {

// A page that is gray all over keeps its channels equal to the bit, unless a profile of the paper
// makes its gray of unequal ones; colours are evener with each channel dithered by itself.
inline halftone::Channels dither_channels(const JobContext& job, ColorModel source,
                                          const std::optional<model::BlackAndWhite>& toning) {
  if (job.profile != nullptr) return halftone::Channels::apart;
  const bool gray = source == ColorModel::gray;
  const bool neutral = toning && toning->shadows.strength == 0 && toning->middle.strength == 0 &&
                       toning->highlights.strength == 0;
  return neutral || (gray && !toning) ? halftone::Channels::together : halftone::Channels::apart;
}

} // namespace platen::flow
