#pragma once

#include "scan/device/device.h"
#include "scan/settings.h"

namespace platen::scan {

// What the scanner is asked for, so that the settings come true: the feeder if it is loaded, else
// the glass; a mode and a resolution that it has. Errc::invalid names the setting that the scanner
// cannot do, and the nearest that it can.
Result<ScanRequest> plan(const Settings& settings, const ScannerFacts& facts, FeederState feeder);

// Errc::invalid as plan() has it, for what can be told without knowing the feeder.
Result<void> check(const Settings& settings, const ScannerFacts& facts);

} // namespace platen::scan
