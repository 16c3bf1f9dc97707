#pragma once

#include "scan/broker/scanners.h"
#include "scan/engine/cleaner.h"

#include <optional>

namespace platen::scan {

// What one pass of a scanner over its glass, or of a stack through its feeder, came to.
struct PassEnd {
  std::int32_t pages = 0;     // that were added
  std::optional<Error> error; // what ended it before its end
};

struct PassTerms {
  std::chrono::milliseconds turn; // how long the scanner is waited for
  // The page whose place the first side of this pass takes; the pass ends with it. 0: none.
  std::int32_t in_place_of = 0;
};

// Scans into the session, page by page; each is there for others as soon as it is on disk, and is
// given to `cleaner`. The scanner is free again when this returns.
PassEnd scan_pass(SessionBook& book, SessionId session, Scanners& scanners, Cleaner& cleaner,
                  const PassTerms& terms, const Cancel& cancel);

// Fronts and the backs of the turned stack, which come in the opposite order, as sheets have them.
// The warning that goes with a stack whose two passes differ; empty: they do not.
std::string interleave(Session& session);

} // namespace platen::scan
