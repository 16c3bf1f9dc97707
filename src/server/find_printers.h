#pragma once

#include "base/cancel.h"
#include "intake/api/device_routes.h"
#include "model/model.h"

#include <span>
#include <string>
#include <vector>

namespace platen::server {

// Printers that answer now: on this machine's USB, and multifunction devices that answer on its
// networks. With a host only that one is asked, by all channels that a printer may have.
Result<std::vector<intake::api::FoundPrinter>>
find_printers(std::span<const model::Model> models, const std::string& host, const Cancel& cancel);

} // namespace platen::server
