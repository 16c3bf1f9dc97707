#include "virtual/scanner/log.h"

#include <cerrno>

#include <fcntl.h>

namespace platen::twin::scanner {

Result<std::unique_ptr<Log>> Log::open(const std::filesystem::path& file) {
  UniqueFd fd;
  if (!file.empty()) {
    fd = UniqueFd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!fd)
      return fail(Errc::io,
                  "cannot write the scanner's log " + file.string() + ": " + errno_text(errno));
  }
  return std::unique_ptr<Log>(new Log(std::move(fd)));
}

void Log::line(std::string text) {
  const std::lock_guard hold(mutex_);
  // A log that cannot be written any more is no reason to stop scanning.
  if (file_) static_cast<void>(write_all(file_.get(), as_bytes(text + "\n")));
  lines_.push_back(std::move(text));
  if (lines_.size() > kept_lines) lines_.pop_front();
}

std::vector<std::string> Log::lines() const {
  const std::lock_guard hold(mutex_);
  return {lines_.begin(), lines_.end()};
}

} // namespace platen::twin::scanner
