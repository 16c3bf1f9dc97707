#pragma once

#include "base/file.h"

#include <filesystem>

namespace platen::job {

// Keeps a second server out of a folder. The kernel lets go of it when the process ends, however it
// ends.
class FolderLock {
public:
  // Errc::busy names the process that holds the folder.
  static Result<FolderLock> take(const std::filesystem::path& folder);

private:
  explicit FolderLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

} // namespace platen::job
