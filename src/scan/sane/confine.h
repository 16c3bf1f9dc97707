#pragma once

#include "base/result.h"

#include <filesystem>

namespace platen::scan::sane {

// From now on this process, which has one thread, reads the system's files, uses its devices, and
// reaches no other file (Landlock). `settings`: libsane's folder, may be empty. Nothing happens on
// a kernel without Landlock.
Result<void> confine(const std::filesystem::path& settings);

} // namespace platen::scan::sane
