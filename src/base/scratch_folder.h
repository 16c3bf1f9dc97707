#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <utility>

namespace platen {

// A folder of its own (mode 0700) below $TMPDIR, else /var/tmp, for a program that wants to write
// files. It goes with all that is in it.
class ScratchFolder {
public:
  static Result<ScratchFolder> make();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }
  // What its files take on the disk, subfolders not included.
  std::uint64_t bytes() const;

private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_; // empty: moved away
};

} // namespace platen
