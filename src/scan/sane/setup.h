#pragma once

#include "scan/device/device.h"
#include "scan/sane/options.h"

namespace platen::scan::sane {

// What the device offers, by its options. It is left with its last source chosen.
Result<ScannerFacts> facts_of(Options& options);
// Sets the options for a scan. Errc::unsupported.
Result<void> set_up(Options& options, const ScanRequest& request);
// What the device says of its feeder, if it does.
ScannerState state_of(const Options& options, bool has_feeder);

} // namespace platen::scan::sane
