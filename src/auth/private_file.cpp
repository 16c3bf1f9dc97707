#include "auth/private_file.h"

#include <cerrno>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::auth {

namespace {

Failure cannot_write(const std::filesystem::path& file, int error_number) {
  const bool denied = error_number == EACCES || error_number == EPERM || error_number == EROFS;
  return fail(denied ? Errc::denied : Errc::io,
              "cannot write " + file.string() + ": " + errno_text(error_number));
}

bool give_to_owner_of(int folder, int file) {
  struct stat about {};
  if (::fstat(folder, &about) != 0) return false;
  return ::geteuid() != 0 || ::fchown(file, about.st_uid, about.st_gid) == 0;
}

} // namespace

Result<void> replace_private_file(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path parent = file.has_parent_path() ? file.parent_path() : ".";
  const UniqueFd folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return cannot_write(file, errno);
  std::string beside = file.string() + ".XXXXXX";
  UniqueFd fd(::mkostemp(beside.data(), O_CLOEXEC)); // mode 0600
  if (!fd) return cannot_write(file, errno);
  auto written = write_all(fd.get(), as_bytes(text));
  if (written && (!give_to_owner_of(folder.get(), fd.get()) || ::fsync(fd.get()) != 0 ||
                  ::rename(beside.c_str(), file.c_str()) != 0))
    written = cannot_write(file, errno);
  if (!written) {
    ::unlink(beside.c_str());
    return written;
  }
  if (::fsync(folder.get()) != 0) return cannot_write(file, errno);
  return {};
}

FolderHold::FolderHold(const std::filesystem::path& file)
    : folder_(::open(file.has_parent_path() ? file.parent_path().c_str() : ".",
                     O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (folder_ && ::flock(folder_.get(), LOCK_EX) != 0 && errno == EINTR) {
  }
}

} // namespace platen::auth
