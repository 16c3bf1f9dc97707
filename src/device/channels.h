#pragma once

#include "device/reader.h"
#include "model/model.h"

#include <memory>
#include <string>
#include <vector>

namespace platen::device {

// The readers for a printer: those that its model file names, where its device URI does not say
// otherwise; none for a file. Errc::invalid for a URI that nothing understands.
Result<std::vector<std::unique_ptr<StatusReader>>> make_readers(const model::Model& model,
                                                                const std::string& device_uri);

} // namespace platen::device
