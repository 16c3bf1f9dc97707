#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Task::impose_pdf.
Result<void> arrange_pages(const render::Request& request);

} // namespace platen::worker
