#include "progress.h"

#include <cstdio>

#include <unistd.h>

namespace platen::app {

ProgressLine::ProgressLine(std::string title)
    : title_(std::move(title)), start_(std::chrono::steady_clock::now()),
      terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(const flow::Progress& progress) {
  if (!terminal_ || std::chrono::steady_clock::now() - start_ < std::chrono::milliseconds(500))
    return;
  shown_ = true;
  std::fprintf(stderr, "\r\x1b[K%s: %d of %d sides, %.1f MB", title_.c_str(), progress.sides_sent,
               progress.sides, static_cast<double>(progress.bytes_sent) / 1e6);
}

} // namespace platen::app
