#pragma once

#include "base/file.h"

namespace platen {

struct Pipe {
  UniqueFd in, out; // what is written to `out` is read from `in`
};

// Closed in programs that are started, unless it is handed to them. Errc::io.
Result<Pipe> make_pipe();

} // namespace platen
