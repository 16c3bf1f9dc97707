#include "codec/input.h"

#include "base/file.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace platen::codec {

Result<FileInput> FileInput::open(int fd) {
  TRY(const std::uint64_t size, file_size(fd));
  return FileInput(fd, size);
}

Result<std::size_t> FileInput::read_at(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset >= size_) return std::size_t{0};
  into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset)));
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got =
        ::pread(fd_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(Errc::io, "cannot read the picture: " + errno_text(errno), offset + done);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<Buffer> FileInput::take_at(std::uint64_t offset, std::size_t count,
                                  std::string_view what) const {
  // Asked before the buffer is made: a count from the file must not cost memory that the file
  // lacks.
  if (offset > size_ || count > size_ - offset)
    return fail(Errc::malformed, "the " + std::string(what) + " ends early", size_);
  Buffer bytes(count);
  TRY(const std::size_t got, read_at(offset, bytes));
  if (got != count) return fail(Errc::malformed, "the " + std::string(what) + " ends early", size_);
  return bytes;
}

Result<void> check_size(std::uint64_t width, std::uint64_t height, const PictureLimits& limits,
                        std::string_view what) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (width == 0 || height == 0)
    return fail(Errc::malformed, std::string(what) + " has no pixels: " + size);
  const auto side = static_cast<std::uint64_t>(limits.side_px);
  if (width > side || height > side)
    return fail(Errc::limit, std::string(what) + " has " + size + ": more than " +
                                 std::to_string(side) + " along a side; scale it down first");
  if (width * height > static_cast<std::uint64_t>(limits.pixels))
    return fail(Errc::limit, std::string(what) + " has " + size + ": more than " +
                                 std::to_string(limits.pixels) + " in all; scale it down first");
  return {};
}

Result<void> check_memory(std::uint64_t bytes, const PictureLimits& limits, std::string_view what,
                          std::string_view why) {
  if (bytes <= limits.working_bytes) return {};
  return fail(Errc::limit, std::string(what) + " needs " + std::to_string(bytes >> 20) +
                               " MB of memory, because " + std::string(why) + "; the limit is " +
                               std::to_string(limits.working_bytes >> 20) + " MB");
}

std::string row_of(std::int64_t rows_done, std::int64_t rows) {
  return "at row " + std::to_string(std::min(rows_done + 1, rows)) + " of " + std::to_string(rows);
}

std::optional<double> sane_ppi(double ppi) {
  if (!(ppi >= 1.0 && ppi <= 100'000.0)) return std::nullopt;
  return ppi;
}

} // namespace platen::codec
