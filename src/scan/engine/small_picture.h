#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace platen::scan {

// A page file as a JPEG of at most `most` pixels along its longer side, for people to look at. Each
// pixel is the mean of those that it stands for; memory does not grow with the page's height.
Result<std::string> small_picture(const std::filesystem::path& file, std::int32_t most);

} // namespace platen::scan
