#pragma once

#include "render/protocol.h"

namespace platen::worker {

// A worker is a program for each kind of library, so that each starts with nothing to link but what
// it needs: the first, small one is what the parent starts. It becomes Ghostscript behind the lock,
// or the program that has the libraries for the request.

// The whole life of the first program. Returns the exit code (render/worker_exit.h).
int run_first();

// The whole life of a program that has a library: reads the request again, has `work` enter the
// sandbox with library_rules() and answer (render/protocol.h). Returns the exit code.
int run_library(Result<void> (*work)(const render::Request&));

} // namespace platen::worker
