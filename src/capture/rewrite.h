#pragma once

#include "base/bytes.h"
#include "wire/ufr2/hiscoa.h"

namespace platen::capture {

struct Rewritten {
  std::int64_t bands = 0;
  std::uint64_t bytes_before = 0, bytes_after = 0; // of their streams
};

// The same job with its bands packed anew; everything else stays byte by byte, but for the lengths
// that follow from it and for where the data is cut into packets. Errc::unsupported: no packets of
// UFR II LT, or something in the data that is not understood, with its offset; nothing is guessed.
Result<Rewritten> rewrite_capture(ByteSource& source, ByteSink& out, ufr2::HiScoaMethod method);

} // namespace platen::capture
