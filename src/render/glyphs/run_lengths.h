#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace platen::render::glyphs {

// PCL XL's run length encoding (PackBits): 0..127: so many and one bytes follow, 129..255: the next
// byte 257 - n times, 128: nothing. Of `packed`, at most `most` bytes; Errc::malformed where it
// ends within a run.
Result<Buffer> unpack_run_lengths(Bytes packed, std::size_t most);

} // namespace platen::render::glyphs
