#include "job/folder_lock.h"

#include <array>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace platen::job {
namespace {

// What the holder wrote; it may be about to write it.
std::string holder(int fd) {
  std::array<char, 32> text{};
  const ssize_t got = ::pread(fd, text.data(), text.size(), 0);
  std::string pid(text.data(), static_cast<std::size_t>(got > 0 ? got : 0));
  while (!pid.empty() && pid.back() == '\n')
    pid.pop_back();
  return pid.empty() ? "which has just started" : "process " + pid;
}

Result<void> write_pid(int fd, const std::filesystem::path& path) {
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0) return fail(Errc::io, path.string() + ": " + errno_text(errno));
  if (auto written = write_all(fd, as_bytes(pid)); !written)
    return fail_within(path.string(), std::move(written).error());
  return {};
}

} // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder, std::string_view what) {
  const std::string name = std::string(what) + " " + folder.string();
  const std::filesystem::path path = folder / "platen.lock";
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) {
    const bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
    return fail(denied ? Errc::denied : Errc::io,
                "cannot write in the " + name + ": " + errno_text(errno));
  }
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return fail(Errc::io, "cannot lock " + path.string() + ": " + errno_text(errno));
    return fail(Errc::busy, "the " + name + " is in use by another server, " + holder(fd.get()) +
                                "; stop that one or choose another folder");
  }
  TRY_VOID(write_pid(fd.get(), path));
  return FolderLock(std::move(fd));
}

} // namespace platen::job
