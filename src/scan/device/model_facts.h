#pragma once

#include "model/model.h"
#include "scan/device/device.h"

namespace platen::scan {

// What the model says of its scanner. Errc::unsupported: it has none.
Result<ScannerFacts> facts_of(const model::Model& model);

} // namespace platen::scan
