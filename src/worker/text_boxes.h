#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Enters the sandbox, draws each of the request's texts into its box and sends a mask message for
// each.
Result<void> draw_text_boxes(const render::Request& request);

} // namespace platen::worker
