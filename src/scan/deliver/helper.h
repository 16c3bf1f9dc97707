#pragma once

#include "base/file.h"
#include "scan/deliver/message.h"

#include <sys/types.h>

namespace platen::scan {

// platen-deliver at work, seen from the parent. Killed by the destructor.
class Helper {
public:
  // Errc::io, busy: no process can be had.
  static Result<Helper> start(const DeliveryRequest& request);
  Helper(Helper&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), reports_(std::move(other.reports_)) {}
  Helper& operator=(Helper&&) = delete;
  ~Helper() { kill(); }

  // Some of its words; none: it said no more and is gone. Errc::timeout, cancelled: it is killed.
  Result<Buffer> read(std::chrono::milliseconds silence, const Cancel& cancel);
  void kill();
  // How it ended, in words; after read() gave nothing.
  std::string wait();

private:
  Helper(pid_t pid, UniqueFd reports) : pid_(pid), reports_(std::move(reports)) {}
  pid_t pid_ = -1;
  UniqueFd reports_;
};

} // namespace platen::scan
