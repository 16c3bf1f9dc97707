#pragma once

#include "compose/overlay.h"
#include "flow/side_maker.h"

#include <functional>
#include <string>

namespace platen::flow {

// Told of each caption that does not fit: of which cell, in words.
using CaptionCut = std::function<void(const layout::Cell& cell, std::string words)>;

// What a composition draws beside its pages, in the device's colours. Texts are set by a worker,
// colours that are not black or white taken to a profile by another.
Result<compose::Overlay> make_side_overlay(const JobContext& job,
                                           const layout::Composition& composition,
                                           ColorModel device, const render::Limits& limits,
                                           const CaptionCut& cut);

} // namespace platen::flow
