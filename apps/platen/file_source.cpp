#include "file_source.h"

#include <cerrno>

#include <unistd.h>

namespace platen::app {

Result<std::size_t> FileSource::read(std::span<std::byte> into) {
  for (;;) {
    const ssize_t got = ::read(fd_.get(), into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return fail(Errc::io, "cannot read: " + errno_text(errno));
  }
}

Result<FileSource> open_source(const std::string& name) {
  if (name == "-") return FileSource(UniqueFd(::dup(STDIN_FILENO)));
  TRY(UniqueFd fd, open_for_reading(name));
  return FileSource(std::move(fd));
}

} // namespace platen::app
