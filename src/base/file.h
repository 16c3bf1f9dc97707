#pragma once

#include "base/bytes.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace platen {

// Owns one file descriptor.
class UniqueFd {
public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept;
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release();
  void reset(int fd = -1);

private:
  int fd_ = -1;
};

// "No such file or directory" and the like, for errno.
std::string errno_text(int error_number);

Result<UniqueFd> open_for_reading(const std::filesystem::path& path);
Result<Buffer> read_file(const std::filesystem::path& path, std::uint64_t limit);
Result<void> write_all(int fd, Bytes bytes);
// At most as many as `into` holds; 0: the end.
Result<std::size_t> read_some(int fd, std::span<std::byte> into);
Result<std::uint64_t> file_size(int fd);

// A file that appears under its name whole or not at all: written beside it, renamed by commit().
class AtomicFile final : public ByteSink {
public:
  // A symbolic link stays; the file it leads to is replaced. A device or a pipe is written to.
  // `owner_only`: mode 0600, and on disk before it has its name; else as the umask says.
  static Result<AtomicFile> create(const std::filesystem::path& named, bool owner_only = false);
  AtomicFile(AtomicFile&&) noexcept = default;
  AtomicFile& operator=(AtomicFile&&) noexcept = default;
  ~AtomicFile() override;

  using ByteSink::write;
  Result<void> write(Bytes bytes) override;
  Result<void> commit(); // flush, close, rename; the destructor removes what was not committed

private:
  AtomicFile(UniqueFd fd, std::filesystem::path temporary, std::filesystem::path target,
             bool owner_only);
  UniqueFd fd_;
  std::filesystem::path temporary_;
  std::filesystem::path target_;
  bool owner_only_ = false;
};

Result<void> write_file(const std::filesystem::path& path, Bytes bytes);

// Bytes parked until they are read back, in memory up to a bound and then in an unnamed file of the
// folder for temporary files ($TMPDIR, else /var/tmp): its peak memory does not grow with its size.
class Spool final : public ByteSink {
public:
  explicit Spool(std::size_t memory_bound = std::size_t{4} << 20) : bound_(memory_bound) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override;
  std::uint64_t size() const { return size_; }
  Result<void> copy_to(ByteSink& sink) const; // from the first byte; may be called again
  // A descriptor, open for reading and writing at offset 0, that holds the bytes; moves them to a file if need be.
  Result<UniqueFd> release_to_file();

private:
  Result<void> move_to_file();
  std::size_t bound_;
  std::uint64_t size_ = 0;
  Buffer memory_;
  UniqueFd file_;
};

// An unnamed, already deleted file for temporary data.
Result<UniqueFd> unnamed_file();

} // namespace platen
