#pragma once

#include "base/file.h"

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace platen::twin::scanner {

// What came to the scanner and what became of it, one line each, for tests and for people: "F320
// status: 0606", "refused DE20: the checksum is wrong", "page 1.png: drawn in". From any thread.
class Log {
public:
  // Also appends to `file`, unless that is empty. Errc::io when it cannot be written.
  static Result<std::unique_ptr<Log>> open(const std::filesystem::path& file);
  void line(std::string text);
  std::vector<std::string> lines() const; // the last ones, at most `kept_lines`

private:
  static constexpr std::size_t kept_lines = 10'000;
  explicit Log(UniqueFd file) : file_(std::move(file)) {}
  const UniqueFd file_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;
};

} // namespace platen::twin::scanner
