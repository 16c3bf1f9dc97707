#include "base/disk_space.h"

#include "base/file.h"

#include <cerrno>

#include <sys/statvfs.h>

namespace platen {

Result<std::uint64_t> free_bytes(const std::filesystem::path& folder) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0)
    return fail(Errc::io,
                "cannot ask for the free space of " + folder.string() + ": " + errno_text(errno));
  return std::uint64_t{info.f_bavail} * info.f_frsize;
}

} // namespace platen
