#include "job/folder_lock.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

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
  // Who asks is_taken() has it for a moment.
  constexpr int tries = 5;
  constexpr std::chrono::milliseconds pause{20};
  int locked = ::flock(fd.get(), LOCK_EX | LOCK_NB);
  for (int i = 1; i < tries && locked != 0 && errno == EWOULDBLOCK; ++i) {
    std::this_thread::sleep_for(pause);
    locked = ::flock(fd.get(), LOCK_EX | LOCK_NB);
  }
  if (locked != 0) {
    if (errno != EWOULDBLOCK)
      return fail(Errc::io, "cannot lock " + path.string() + ": " + errno_text(errno));
    return fail(Errc::busy, "the " + name + " is in use by another server, " + holder(fd.get()) +
                                "; stop that one or choose another folder");
  }
  TRY_VOID(write_pid(fd.get(), path));
  return FolderLock(std::move(fd));
}

bool FolderLock::is_taken(const std::filesystem::path& folder) {
  const UniqueFd fd(::open((folder / "platen.lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return fd && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace platen::job
