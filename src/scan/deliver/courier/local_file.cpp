#include "scan/deliver/courier/local_file.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace platen::scan::courier {

Result<LocalFile> LocalFile::open(const PackedFile& file) {
  auto fd = open_for_reading(file.path);
  if (!fd)
    return fail(Errc::not_found,
                "the scanned file " + file.name + " cannot be read: " + fd.error().what);
  TRY(const std::uint64_t size, file_size(fd->get()));
  if (size != file.bytes)
    return fail(Errc::conflict, "the scanned file " + file.name + " has " + std::to_string(size) +
                                    " bytes instead of " + std::to_string(file.bytes));
  return LocalFile(std::move(*fd), size);
}

Result<std::size_t> LocalFile::read(std::span<std::byte> into) {
  for (;;) {
    const ssize_t got = ::pread(fd_.get(), into.data(), into.size(), static_cast<off_t>(at_));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "cannot read the scanned file: " + errno_text(errno));
    at_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
}

Result<bool> Comparison::take(Bytes bytes) {
  Buffer ours(std::min<std::size_t>(bytes.size(), 64 << 10));
  while (!bytes.empty()) {
    TRY(const std::size_t got,
        file_->read(std::span(ours).first(std::min(ours.size(), bytes.size()))));
    if (got == 0 || !std::ranges::equal(Bytes(ours).first(got), bytes.first(got))) return false;
    seen_ += got;
    bytes = bytes.subspan(got);
  }
  return true;
}

} // namespace platen::scan::courier
