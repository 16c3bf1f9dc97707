#pragma once

#include "base/result.h"

#include <filesystem>

namespace platen::scan {

// Whether there is room for a page in `folder`: Errc::io says how much there is, and what to do.
Result<void> check_room(const std::filesystem::path& folder);

} // namespace platen::scan
