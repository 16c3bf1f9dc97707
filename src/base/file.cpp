#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen {

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
  if (this != &other) reset(other.release());
  return *this;
}

int UniqueFd::release() {
  return std::exchange(fd_, -1);
}

void UniqueFd::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

std::string errno_text(int error_number) {
  std::array<char, 256> text{};
  return ::strerror_r(error_number, text.data(), text.size());
}

namespace {

Failure fail_errno(const std::string& doing) {
  const int error_number = errno;
  const bool access = error_number == EACCES || error_number == EPERM;
  return fail(access ? Errc::denied : Errc::io, doing + ": " + errno_text(error_number));
}

} // namespace

Result<UniqueFd> open_for_reading(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail_errno("cannot open " + path.string());
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return fail_errno("cannot read " + path.string());
  if (S_ISDIR(info.st_mode))
    return fail(Errc::invalid, path.string() + " is a folder, not a document");
  return fd;
}

Result<std::uint64_t> file_size(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return fail_errno("cannot read the size of a file");
  return static_cast<std::uint64_t>(info.st_size);
}

Result<Buffer> read_file(const std::filesystem::path& path, std::uint64_t limit) {
  TRY(UniqueFd fd, open_for_reading(path));
  Buffer all;
  std::array<std::byte, 65536> block{};
  for (;;) {
    const ssize_t got = ::read(fd.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("cannot read " + path.string());
    if (got == 0) return all;
    if (all.size() + static_cast<std::size_t>(got) > limit)
      return fail(Errc::limit,
                  path.string() + " is larger than " + std::to_string(limit) + " bytes");
    all.insert(all.end(), block.begin(), block.begin() + got);
  }
}

Result<std::size_t> read_some(int fd, std::span<std::byte> into) {
  for (;;) {
    const ssize_t got = ::read(fd, into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return fail(Errc::io, errno_text(errno));
  }
}

Result<void> write_all(int fd, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail_errno("cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

AtomicFile::AtomicFile(UniqueFd fd, std::filesystem::path temporary, std::filesystem::path target,
                       bool owner_only)
    : fd_(std::move(fd)), temporary_(std::move(temporary)), target_(std::move(target)),
      owner_only_(owner_only) {}

AtomicFile::~AtomicFile() {
  if (fd_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

namespace {

// Renaming onto a link (/dev/stdout is one) would replace the link itself.
Result<std::filesystem::path> behind_links(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  std::filesystem::path real = std::filesystem::canonical(path, error);
  if (error) return fail(Errc::io, "cannot write " + path.string() + ": it is a link to nothing");
  return real;
}

} // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& named, bool owner_only) {
  std::error_code ignored;
  // Renaming onto a device or a pipe would put a file in its place.
  if (std::filesystem::is_other(std::filesystem::status(named, ignored))) {
    UniqueFd stream(::open(named.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!stream) return fail_errno("cannot write " + named.string());
    return AtomicFile(std::move(stream), {}, named, false);
  }
  TRY(const std::filesystem::path path, behind_links(named));
  if (std::filesystem::is_directory(path, ignored))
    return fail(Errc::invalid, "cannot write " + path.string() + ": it is a folder");
  std::string name = path.string() + ".XXXXXX";
  UniqueFd fd(::mkostemp(name.data(), O_CLOEXEC));
  if (!fd) return fail_errno("cannot write " + path.string());
  AtomicFile file(std::move(fd), name, path, owner_only);
  if (owner_only) return file; // as mkostemp made it
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(file.fd_.get(), 0666 & ~mask) != 0)
    return fail_errno("cannot write " + path.string());
  return file;
}

Result<void> AtomicFile::write(Bytes bytes) {
  if (auto done = write_all(fd_.get(), bytes); !done)
    return fail_within(target_.string(), std::move(done).error());
  return {};
}

Result<void> AtomicFile::commit() {
  EXPECTS(static_cast<bool>(fd_));
  if (owner_only_ && ::fsync(fd_.get()) != 0) return fail_errno("cannot write " + target_.string());
  if (!temporary_.empty() && ::rename(temporary_.c_str(), target_.c_str()) != 0)
    return fail_errno("cannot write " + target_.string());
  // After the rename nothing is left to remove; a failed close is the disk's last chance to
  // complain.
  if (::close(fd_.release()) != 0) return fail_errno("cannot write " + target_.string());
  return {};
}

Result<void> write_file(const std::filesystem::path& path, Bytes bytes) {
  TRY(AtomicFile file, AtomicFile::create(path));
  TRY_VOID(file.write(bytes));
  return file.commit();
}

Result<UniqueFd> unnamed_file() {
  const char* configured = std::getenv("TMPDIR");
  const std::filesystem::path folder =
      configured != nullptr && *configured != 0 ? configured : "/var/tmp";
  UniqueFd fd(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (fd) return fd;
  // Some file systems have no O_TMPFILE: make a named file and take its name away.
  std::string name = (folder / "platen.XXXXXX").string();
  fd.reset(::mkostemp(name.data(), O_CLOEXEC));
  if (!fd) return fail_errno("cannot make a temporary file in " + folder.string());
  if (::unlink(name.c_str()) != 0) return fail_errno("cannot unlink " + name);
  return fd;
}

Result<void> Spool::move_to_file() {
  TRY(file_, unnamed_file());
  TRY_VOID(write_all(file_.get(), memory_));
  memory_ = Buffer{};
  return {};
}

Result<void> Spool::write(Bytes bytes) {
  if (!file_ && memory_.size() + bytes.size() > bound_) TRY_VOID(move_to_file());
  if (file_) {
    if (auto done = write_all(file_.get(), bytes); !done)
      return fail_within("temporary file", std::move(done).error());
  } else {
    // Fourfold, so that a page is copied seldom while it grows.
    constexpr std::size_t first_room = std::size_t{64} << 10;
    if (const std::size_t needed = memory_.size() + bytes.size(); needed > memory_.capacity())
      memory_.reserve(std::max({first_room, needed, std::min(4 * memory_.capacity(), bound_)}));
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
  }
  size_ += bytes.size();
  return {};
}

Result<void> Spool::copy_to(ByteSink& sink) const {
  if (!file_) return sink.write(Bytes(memory_));
  Buffer block(std::size_t{256} << 10);
  std::uint64_t position = 0;
  while (position < size_) {
    const std::size_t want =
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), size_ - position));
    const ssize_t got = ::pread(file_.get(), block.data(), want, static_cast<off_t>(position));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("cannot read a temporary file");
    if (got == 0) return fail(Errc::io, "a temporary file lost its end");
    TRY_VOID(sink.write(Bytes(block).first(static_cast<std::size_t>(got))));
    position += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<UniqueFd> Spool::release_to_file() {
  if (!file_) TRY_VOID(move_to_file());
  if (::lseek(file_.get(), 0, SEEK_SET) != 0) return fail_errno("cannot rewind a temporary file");
  size_ = 0;
  return std::move(file_);
}

} // namespace platen
