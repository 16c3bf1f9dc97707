#pragma once

#include "virtual/condition.h"
#include "virtual/engine.h"
#include "virtual/faults.h"
#include "virtual/reader.h"
#include "virtual/tray.h"

namespace platen::twin {

// What an interpreter works with: the stream, the way back, and the tray for what it prints.
struct Line {
  Reader& in;
  ByteSink& answers;
  OutputTray& tray;
  Strictness strictness = Strictness::device;
  SharedCondition* condition = nullptr; // null: a stream that is only read, not printed
  Faults* faults = nullptr;             // of a device; a file has none
  Engine* engine = nullptr;             // of a device that takes its time
};

// Reads to the end of the stream. Faults of the stream are in the records; an Error means that the
// tray failed, or that nothing can be sent back.
Result<void> run_ivec(Line line);
Result<void> run_pcl_xl(Line line);

} // namespace platen::twin
