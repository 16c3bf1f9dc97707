#pragma once

#include "base/bytes.h"
#include "render/document.h"

namespace platen::render {

inline constexpr std::size_t sniff_bytes = 4096;

// The format of a document by its first sniff_bytes (or all, when it is shorter); names never
// count. Errc::malformed when it is empty, Errc::unsupported (saying what it looks like, and what
// to do) for everything that is not read here.
Result<Format> sniff(Bytes head);

} // namespace platen::render
