#include "resample/parked.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace platen::resample {

Result<Parked> Parked::create(std::uint64_t size) {
  Parked parked;
  if (size <= memory_bound) {
    parked.memory_.resize(static_cast<std::size_t>(size));
  } else {
    TRY(parked.file_, unnamed_file());
  }
  return parked;
}

Result<void> Parked::write(std::uint64_t offset, Bytes bytes) {
  if (!file_) {
    EXPECTS(offset + bytes.size() <= memory_.size());
    std::copy(bytes.begin(), bytes.end(), memory_.begin() + static_cast<std::ptrdiff_t>(offset));
    return {};
  }
  while (!bytes.empty()) {
    const ssize_t put =
        ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(Errc::io, "cannot write a temporary file: " + errno_text(errno));
    bytes = bytes.subspan(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return {};
}

Result<void> Parked::read(std::uint64_t offset, std::span<std::byte> into) const {
  if (!file_) {
    EXPECTS(offset + into.size() <= memory_.size());
    std::copy_n(memory_.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return {};
  }
  while (!into.empty()) {
    const ssize_t got = ::pread(file_.get(), into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "cannot read a temporary file: " + errno_text(errno));
    if (got == 0) return fail(Errc::io, "a temporary file lost its end");
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

} // namespace platen::resample
