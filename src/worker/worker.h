#pragma once

namespace platen::worker {

// The whole life of one worker: reads the request, enters the sandbox, works on the document,
// writes its answer (render/protocol.h). Returns the exit code (render/worker_exit.h).
int run();

} // namespace platen::worker
