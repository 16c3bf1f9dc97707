#include "scan/deliver/courier/folder.h"

#include "scan/deliver/courier/share.h"

#include <array>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::scan::courier {

namespace {

constexpr std::uint64_t table_bytes = 1U << 20; // of /etc/fstab and the table of mounts

Failure refusal(const std::string& doing, int error_number) {
  switch (error_number) {
  case ENOSPC:
  case EDQUOT:
    return fail(Errc::io, doing + ": its disk is full; it is tried again");
  case EFBIG:
    return fail(Errc::io, doing + ": the system lets no file grow so large here");
  case EACCES:
  case EPERM:
    return fail(Errc::denied, doing + ": the server's user may not; change the folder's owner or "
                                      "permissions");
  case EROFS:
    return fail(Errc::denied, doing + ": it can only be read");
  case ENAMETOOLONG:
    return fail(Errc::invalid, doing + ": the name is too long for it");
  default:
    return fail(Errc::io, doing + ": " + errno_text(error_number));
  }
}

std::string table(const char* path) {
  const auto bytes = read_file(path, table_bytes);
  return bytes ? std::string(as_text(*bytes)) : std::string();
}

class Folder final : public Share {
public:
  Folder(UniqueFd folder, mode_t mode, std::string path, Reporter& reporter)
      : folder_(std::move(folder)), mode_(mode), path_(std::move(path)), reporter_(&reporter) {}

  Result<Seen> look(const std::string& name, LocalFile& file) override {
    // A pipe or a device must not hold us up.
    const UniqueFd fd(
        ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    if (!fd && errno == ENOENT) return Seen::nothing;
    if (!fd && errno == ELOOP) return Seen::other;
    if (!fd && errno == EACCES) return Seen::unreadable;
    if (!fd) return refusal("cannot look at " + name + " in " + path_, errno);
    struct stat about {};
    if (::fstat(fd.get(), &about) != 0) return refusal("cannot look at " + name, errno);
    if (!S_ISREG(about.st_mode) || static_cast<std::uint64_t>(about.st_size) != file.size())
      return Seen::other;
    return compare(fd.get(), file);
  }

  Result<void> put(const std::string& name, LocalFile& file) override {
    const std::string doing = "cannot write to " + path_;
    ::unlinkat(folder_.get(), name.c_str(), 0); // what is left of an earlier try
    const UniqueFd fd(::openat(folder_.get(), name.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd) return refusal(doing, errno);
    file.rewind();
    Buffer block(256 << 10);
    for (;;) {
      TRY(const std::size_t got, file.read(block));
      if (got == 0) break;
      if (!write_block(fd.get(), Bytes(block).first(got))) return refusal(doing, errno);
      reporter_->moving();
    }
    // As open as its folder is.
    if (::fchmod(fd.get(), (mode_ & 0666) | 0600) != 0 || ::fsync(fd.get()) != 0)
      return refusal(doing, errno);
    return {};
  }

  Result<bool> rename(const std::string& from, const std::string& to) override {
    int done =
        ::renameat2(folder_.get(), from.c_str(), folder_.get(), to.c_str(), RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) { // a file system without it: NFS
      done = ::linkat(folder_.get(), from.c_str(), folder_.get(), to.c_str(), 0);
      if (done == 0) ::unlinkat(folder_.get(), from.c_str(), 0);
    }
    if (done != 0 && errno == EEXIST) return false;
    if (done != 0) return refusal("cannot give " + to + " its name in " + path_, errno);
    if (::fsync(folder_.get()) != 0) return refusal("cannot write to " + path_, errno);
    return true;
  }

  void remove(const std::string& name) override { ::unlinkat(folder_.get(), name.c_str(), 0); }

private:
  static bool write_block(int fd, Bytes bytes) {
    while (!bytes.empty()) {
      const ssize_t took = ::write(fd, bytes.data(), bytes.size());
      if (took < 0 && errno == EINTR) continue;
      if (took < 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(took));
    }
    return true;
  }

  Result<Seen> compare(int fd, LocalFile& file) {
    Comparison comparison(file);
    Buffer block(256 << 10);
    for (;;) {
      const ssize_t got = ::read(fd, block.data(), block.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return refusal("cannot read in " + path_, errno);
      if (got == 0) return comparison.whole() ? Seen::same : Seen::other;
      TRY(const bool same, comparison.take(Bytes(block).first(static_cast<std::size_t>(got))));
      if (!same) return Seen::other;
      reporter_->moving();
    }
  }

  UniqueFd folder_;
  mode_t mode_;
  std::string path_;
  Reporter* reporter_;
};

} // namespace

Result<std::unique_ptr<Share>> open_folder(const DeliveryRequest& request, Reporter& reporter) {
  const std::string& path = request.destination.address;
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const int error_number = errno;
  if (const auto point = missing_mount(path, table("/etc/fstab"), table("/proc/self/mountinfo")))
    return fail(Errc::io, "the folder " + path + " belongs on " + *point +
                              ", which is not mounted; nothing is written to the disk below, and "
                              "it is tried again");
  if (!folder && error_number == ENOENT)
    return fail(Errc::io, "the folder " + path +
                              " is not there: make it, or mount the file system that holds it; it "
                              "is tried again");
  if (!folder && error_number == ENOTDIR) return fail(Errc::invalid, path + " is no folder");
  if (!folder) return refusal("cannot open the folder " + path, error_number);
  struct stat about {};
  if (::fstat(folder.get(), &about) != 0) return refusal("cannot look at " + path, errno);
  return std::make_unique<Folder>(std::move(folder), about.st_mode, path, reporter);
}

} // namespace platen::scan::courier
