#pragma once

#include "scan/broker/machine.h"

namespace platen::scan {

// make_scanners() at a pace of the test's own.
Result<std::unique_ptr<Scanners>> make_scanners(Scanners::Options options, const BrokerPace& pace);

} // namespace platen::scan
