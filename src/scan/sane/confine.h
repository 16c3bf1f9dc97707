#pragma once

#include "base/result.h"

#include <string_view>

namespace platen::scan::sane {

// From now on this process, which has one thread, reads the system's files, uses its devices, and
// reaches no other file (Landlock). `settings`: SANE_CONFIG_DIR, libsane's folders with colons
// between them; may be empty. Nothing happens on a kernel without Landlock.
Result<void> confine(std::string_view settings);

} // namespace platen::scan::sane
