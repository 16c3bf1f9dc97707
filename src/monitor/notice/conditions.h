#pragma once

#include "device/status.h"

#include <string>
#include <vector>

namespace platen::monitor {

// One printer as its session and its device tell it together, at one moment.
struct PrinterFacts {
  std::int32_t id = 0;
  std::string name;
  bool paused = false;              // by somebody
  bool stopped = false;             // printer-state
  std::vector<std::string> reasons; // printer-state-reasons
  std::string message;              // printer-state-message, in words
  bool heard = false;               // the device's status is known now
  bool asked = false;               // its status is asked for
  std::string moved;                // that it went with its device to another address
  std::int64_t moved_at = 0;
  std::string search; // what came of looking for its device; empty: nothing to be said
  std::vector<device::Supply> supplies;
  std::optional<std::int64_t> impressions;
};

// What is the matter with a printer, of what people are told.
struct Condition {
  std::string kind; // "supply-low", ...
  std::string key;  // of this matter among all of the printer's: "supply-low:Cyan"
  std::string severity, text;
};

// `answered`: its device once told how it is, so that one that says nothing now is silent.
std::vector<Condition> conditions_of(const PrinterFacts& facts, bool answered);
// Whether the device says nothing: what it said before may still be so.
bool is_silent(const PrinterFacts& facts, bool answered);

} // namespace platen::monitor
