#pragma once

#include "base/cancel.h"
#include "base/file.h"

namespace platen::render {

struct HeldFile {
  UniqueFd fd; // a regular file that every worker can open again
  std::uint64_t size = 0;
};

// Keeps a regular file as it is; spools pipes, and files that a worker without capabilities could
// not open again, to an unnamed file. Errc::limit over `most_bytes`.
Result<HeldFile> hold_file(UniqueFd file, std::uint64_t most_bytes, const Cancel& cancel);

// The document of a worker that is asked something without one.
Result<UniqueFd> open_nothing();

} // namespace platen::render
