#pragma once

#include "compose/overlay.h"
#include "flow/drawn_page.h"

namespace platen::flow {

// What is written below and above the pictures of a side (its composition's `written`), drawn at
// the device's resolution in its colours, joins what else is drawn beside them. `words` hears what
// the renderers say.
Result<void> add_written(compose::Overlay& overlay, const JobContext& job, const Side& side,
                         const render::Limits& limits, const Words& words);

} // namespace platen::flow
