#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>

namespace platen {

// What this process may still write on the disk of a folder.
Result<std::uint64_t> free_bytes(const std::filesystem::path& folder);

} // namespace platen
