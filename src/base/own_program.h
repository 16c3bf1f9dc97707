#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace platen {

// One of platen's programs that others start: beside the one that runs, or in ../libexec/platen.
// Errc::io where there is none.
Result<std::filesystem::path> own_program(std::string_view file_name);

} // namespace platen
