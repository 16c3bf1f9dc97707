#include "render/held_file.h"

#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::render {
namespace {

constexpr std::size_t block_bytes = 256 << 10;
constexpr std::chrono::milliseconds cancel_period{100};

Failure too_large(std::uint64_t most_bytes) {
  return fail(Errc::limit,
              "the document is larger than " + std::to_string(most_bytes >> 20) + " MB");
}

// Workers have no capabilities, not even root's own to read everything: the mode must admit them.
bool can_be_opened_again(const struct stat& info) {
  if (!S_ISREG(info.st_mode)) return false;
  if (info.st_uid == ::geteuid()) return (info.st_mode & S_IRUSR) != 0;
  return (info.st_mode & S_IROTH) != 0;
}

Result<HeldFile> spool(int fd, std::uint64_t most_bytes, const Cancel& cancel) {
  TRY(UniqueFd copy, unnamed_file());
  Buffer block(block_bytes);
  std::uint64_t size = 0;
  for (;;) {
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    pollfd ready{fd, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(cancel_period.count())) == 0) continue;
    const ssize_t got = ::read(fd, block.data(), block.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return fail(Errc::io, "cannot read the document: " + errno_text(errno));
    if (got == 0) return HeldFile{std::move(copy), size};
    size += static_cast<std::uint64_t>(got);
    if (size > most_bytes) return too_large(most_bytes);
    TRY_VOID(write_all(copy.get(), Bytes(block).first(static_cast<std::size_t>(got))));
  }
}

} // namespace

Result<HeldFile> hold_file(UniqueFd file, std::uint64_t most_bytes, const Cancel& cancel) {
  struct stat info {};
  if (::fstat(file.get(), &info) != 0)
    return fail(Errc::io, "cannot read the document: " + errno_text(errno));
  if (S_ISDIR(info.st_mode)) return fail(Errc::invalid, "the document is a folder");
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (S_ISREG(info.st_mode) && size > most_bytes) return too_large(most_bytes);
  if (can_be_opened_again(info)) return HeldFile{std::move(file), size};
  if (S_ISREG(info.st_mode)) ::lseek(file.get(), 0, SEEK_SET);
  return spool(file.get(), most_bytes, cancel);
}

Result<UniqueFd> open_nothing() {
  UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!nothing) return fail(Errc::io, "cannot open /dev/null: " + errno_text(errno));
  return nothing;
}

} // namespace platen::render
