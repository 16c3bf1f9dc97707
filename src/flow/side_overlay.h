#pragma once

#include "compose/overlay.h"
#include "flow/side_maker.h"

namespace platen::flow {

// What a composition draws beside its pages, in the device's colours. Texts are set by a worker,
// colours that are not black or white taken to a profile by another.
Result<compose::Overlay> make_side_overlay(const JobContext& job,
                                           const layout::Composition& composition,
                                           ColorModel device, const render::Limits& limits);

} // namespace platen::flow
