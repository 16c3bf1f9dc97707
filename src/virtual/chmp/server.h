#pragma once

#include "base/bytes.h"
#include "virtual/condition.h"

namespace platen::twin::chmp {

// Serves one connection to its end: IVEC questions in the two rounds of docs/protocols/chmp.md §1,
// and the device id.
void serve(ByteSource& in, ByteSink& out, const SharedCondition& condition);

} // namespace platen::twin::chmp
