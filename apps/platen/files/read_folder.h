#pragma once

#include "files/kinds.h"

#include <filesystem>

namespace platen::app {

// All that a folder says, read and checked before anything is done. The error is the first in the
// order of the kinds and files: "FILE:LINE:COLUMN: what is wrong".
Result<State> read_folder(const std::filesystem::path& folder);

} // namespace platen::app
