#pragma once

#include "image/image.h"
#include "render/process.h"

namespace platen::render {

// Reads the rows of a band from the pipe to where they belong, however far apart they lie.
// `pending` bytes come first; what is used of them is removed.
Result<void> read_band(WorkerProcess& worker, Band into, Bytes& pending);

} // namespace platen::render
