#pragma once

#include "base/file.h"

#include <filesystem>
#include <string_view>

namespace platen::auth {

// Puts a file in the place of another, whole or not at all: mode 0600, on disk before this returns.
// The superuser leaves it to the owner of the folder, so that the server, which is not root, can
// read what root wrote for it. A symbolic link is replaced, not followed: that owner could have
// laid it.
Result<void> replace_private_file(const std::filesystem::path& file, std::string_view text);

// Of those who read such a file, change it and put it back, one at a time, in all processes. Where
// the file system knows no locks (some of a network's), there is none.
class FolderHold {
public:
  explicit FolderHold(const std::filesystem::path& file);

private:
  UniqueFd folder_;
};

} // namespace platen::auth
