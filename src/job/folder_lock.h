#pragma once

#include "base/file.h"

#include <filesystem>
#include <string_view>

namespace platen::job {

// Keeps a second server out of a folder. The kernel lets go of it when the process ends, however it
// ends.
class FolderLock {
public:
  // `what` the folder is: "state folder". Errc::busy names the process that holds it.
  static Result<FolderLock> take(const std::filesystem::path& folder, std::string_view what);
  // Whether somebody has it now. Changes nothing in the folder.
  static bool is_taken(const std::filesystem::path& folder);

private:
  explicit FolderLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

} // namespace platen::job
