#pragma once

#include "model/model.h"
#include "scan/device/device.h"

#include <string>

namespace platen::scan {

// What the model says of its scanner. Errc::unsupported: it has none.
Result<ScannerFacts> facts_of(const model::Model& model);
// By the model's id, from the data files. Errc::invalid: there is no such model.
Result<ScannerFacts> facts_of_model(const std::string& id);

} // namespace platen::scan
