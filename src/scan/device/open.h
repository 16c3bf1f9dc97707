#pragma once

#include "model/model.h"
#include "scan/device/device.h"

#include <span>

namespace platen::scan {

// As open_scanner() of device.h, with the facts of one of `models`, which others than the program's
// own may be among.
Result<std::unique_ptr<Scanner>> open_scanner(const std::string& uri, const std::string& model,
                                              std::span<const model::Model> models,
                                              const Cancel& cancel);

} // namespace platen::scan
