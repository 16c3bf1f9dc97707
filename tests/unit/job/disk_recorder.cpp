// The functions defined here are the C library's own, which fortified headers would wrap.
#undef _FORTIFY_SOURCE

#include "disk_recorder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::job {
namespace {

using Kind = DiskCall::Kind;

struct Recording {
  std::recursive_mutex mutex;
  std::string folder; // empty: nothing is recorded
  std::map<int, std::string> files;
  std::vector<DiskCall> calls;
};

// Made at its first use, which may come before main(), and never ended.
Recording& recording() {
  static auto* const the_one = new Recording;
  return *the_one;
}

// The name within the folder; empty: it is elsewhere, or the index of a log, which is memory.
std::string inside(const char* path) {
  const std::string& folder = recording().folder;
  const std::string_view name(path);
  if (folder.empty() || !name.starts_with(folder) || name.ends_with("-shm")) return {};
  if (name.size() == folder.size()) return ".";
  if (name[folder.size()] != '/') return {};
  return std::string(name.substr(folder.size() + 1));
}

std::string name_of(int fd) {
  const auto found = recording().files.find(fd);
  return found == recording().files.end() ? std::string() : found->second;
}

void note(Kind kind, std::string path, std::uint64_t offset = 0, std::string bytes = {},
          std::string other = {}) {
  if (path.empty()) return;
  recording().calls.push_back({kind, std::move(path), std::move(other), offset, std::move(bytes)});
}

using Lock = std::lock_guard<std::recursive_mutex>;

int open_file(const char* path, int flags, mode_t mode) {
  const Lock lock(recording().mutex);
  const bool fresh = (flags & O_CREAT) != 0 && ::syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
  const int fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  if (fd < 0) return fd;
  recording().files.erase(fd);
  const std::string name = inside(path);
  if (name.empty()) return fd;
  recording().files[fd] = name;
  if (fresh || (flags & O_TRUNC) != 0) note(Kind::make_file, name);
  return fd;
}

// A file with a new name in place of the X at the end.
int open_temporary(char* name, int flags) {
  static std::atomic<unsigned> number = 0;
  const std::size_t size = std::strlen(name);
  for (;;) {
    std::array<char, 7> digits{};
    std::snprintf(digits.data(), digits.size(), "%06x", number++ & 0xff'ffffU);
    std::copy_n(digits.data(), 6, name + size - 6);
    const int fd = open_file(name, flags | O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
}

int sync_file(long number, int fd) {
  const Lock lock(recording().mutex);
  const int done = static_cast<int>(::syscall(number, fd));
  struct stat info {};
  if (done == 0 && ::fstat(fd, &info) == 0)
    note(S_ISDIR(info.st_mode) ? Kind::sync_folder : Kind::sync, name_of(fd));
  return done;
}

ssize_t write_at(int fd, const void* bytes, std::size_t count, off_t offset) {
  const Lock lock(recording().mutex);
  const ssize_t done = ::syscall(SYS_pwrite64, fd, bytes, count, offset);
  if (done > 0)
    note(Kind::write, name_of(fd), static_cast<std::uint64_t>(offset),
         std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(done)));
  return done;
}

int truncate_file(int fd, off_t size) {
  const Lock lock(recording().mutex);
  const int done = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
  if (done == 0) note(Kind::truncate, name_of(fd), static_cast<std::uint64_t>(size));
  return done;
}

int unlink_file(const char* path) {
  const Lock lock(recording().mutex);
  const int done = static_cast<int>(::syscall(SYS_unlink, path));
  if (done == 0) note(Kind::unlink, inside(path));
  return done;
}

} // namespace

DiskRecorder::DiskRecorder(const std::filesystem::path& folder) {
  const Lock lock(recording().mutex);
  recording().folder = folder;
  recording().calls.clear();
}

DiskRecorder::~DiskRecorder() {
  const Lock lock(recording().mutex);
  recording().folder.clear();
}

void DiskRecorder::mark(std::uint64_t number) {
  const Lock lock(recording().mutex);
  note(Kind::mark, ".", number);
}

std::vector<DiskCall> DiskRecorder::take() {
  const Lock lock(recording().mutex);
  return std::exchange(recording().calls, {});
}

} // namespace platen::job

namespace recorded = platen::job;

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return recorded::open_file(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return recorded::open_file(path, flags, mode);
}
int mkostemp(char* name, int flags) {
  return recorded::open_temporary(name, flags);
}
int close(int fd) {
  const recorded::Lock lock(recorded::recording().mutex);
  recorded::recording().files.erase(fd);
  return static_cast<int>(::syscall(SYS_close, fd));
}
ssize_t write(int fd, const void* bytes, size_t count) {
  const recorded::Lock lock(recorded::recording().mutex);
  const off_t offset = recorded::name_of(fd).empty() ? 0 : ::lseek(fd, 0, SEEK_CUR);
  const ssize_t done = ::syscall(SYS_write, fd, bytes, count);
  if (done > 0)
    recorded::note(recorded::Kind::write, recorded::name_of(fd), static_cast<std::uint64_t>(offset),
                   std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(done)));
  return done;
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) {
  return recorded::write_at(fd, bytes, count, offset);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) {
  return recorded::write_at(fd, bytes, count, offset);
}
int ftruncate(int fd, off_t size) noexcept {
  return recorded::truncate_file(fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  return recorded::truncate_file(fd, size);
}
int fsync(int fd) {
  return recorded::sync_file(SYS_fsync, fd);
}
int fdatasync(int fd) {
  return recorded::sync_file(SYS_fdatasync, fd);
}
int unlink(const char* path) noexcept {
  return recorded::unlink_file(path);
}
int remove(const char* path) noexcept {
  if (recorded::unlink_file(path) == 0) return 0;
  return errno == EISDIR || errno == EPERM ? ::rmdir(path) : -1;
}
int rename(const char* from, const char* to) noexcept {
  const recorded::Lock lock(recorded::recording().mutex);
  const int done = static_cast<int>(::syscall(SYS_rename, from, to));
  if (done == 0)
    recorded::note(recorded::Kind::rename, recorded::inside(from), 0, {}, recorded::inside(to));
  return done;
}
int mkdir(const char* path, mode_t mode) noexcept {
  const recorded::Lock lock(recorded::recording().mutex);
  const int done = static_cast<int>(::syscall(SYS_mkdir, path, mode));
  if (done == 0) recorded::note(recorded::Kind::make_folder, recorded::inside(path));
  return done;
}
}
