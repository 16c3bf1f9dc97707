#pragma once

#include "job/store_tools.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace platen::backup {

// Before the server opens its state: what was staged takes its place. The former state stays, the
// store under lost/, the rest in before-restore/. One that was interrupted goes on. An error: the
// former state is in force, and what was staged lies in restore.failed/.
// True: something was restored.
Result<bool> take_staged(const job::StoreFolders& folders,
                         const std::function<void(const std::string&)>& tell);

} // namespace platen::backup
