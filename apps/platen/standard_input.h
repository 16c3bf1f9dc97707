#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace platen::app {

// Errc::invalid where "-", standard input, is named more than once among the documents: it can be
// read once.
Result<void> check_standard_input(const std::vector<std::string>& operands);

} // namespace platen::app
