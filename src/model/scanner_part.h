#pragma once

#include "units/units.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen::model {

// The scanner of a device, where it has one and does not tell what it can: [scanner] of its file.
struct ScannerPart {
  std::string language;               // of its commands: "mp730"
  std::int32_t width = 0, height = 0; // 1/300 inch, of the glass and of the feeder
  std::vector<Dpi> resolutions;       // ascending
  bool gray = false, color = false;   // the modes that it gives by itself
  std::int32_t feeder_capacity = 0;   // sheets; 0: no feeder
  bool two_sided = false;             // the feeder scans both sides
  bool buttons = false;               // it tells which of its buttons was pressed
  std::string evidence;               // "documented: SOURCE", for people
};

} // namespace platen::model
