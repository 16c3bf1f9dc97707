#pragma once

#include "base/file.h"

namespace platen {

struct Pipe {
  UniqueFd in, out; // what is written to `out` is read from `in`
};

// Closed in programs that are started, unless it is handed to them. Errc::io.
Result<Pipe> make_pipe();

// The same by a pair of sockets, for much that is written in large pieces: they wait in larger
// parts than a pipe's pages, and who writes and who reads do not wait for one lock. About `bytes`
// are on the way at most, or less where the system allows no more (net.core.wmem_max).
Result<Pipe> make_wide_pipe(int bytes);

} // namespace platen
