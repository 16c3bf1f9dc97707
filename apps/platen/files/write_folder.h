#pragma once

#include "files/kinds.h"

#include <filesystem>

namespace platen::app {

// Writes all of it, the same files for the same state; files of a former export that are not
// written again go, others stay. Gives how many entries there are.
Result<std::size_t> write_folder(const State& state, const std::filesystem::path& folder);

} // namespace platen::app
