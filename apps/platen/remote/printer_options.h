#pragma once

#include "model/model.h"
#include "remote/session.h"

#include <vector>

namespace platen::app {

// What may stand behind -o for jobs of a printer: its Job Template attributes, as it tells them.
Result<std::vector<model::OptionInfo>> printer_options(Session& session,
                                                       const std::string& printer);

} // namespace platen::app
