#include "base/thread.h"

#include "base/file.h"

#include <cerrno>

#include <sys/resource.h>

namespace platen {

namespace {

// Threads count as processes there.
std::string user_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NPROC, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return "RLIMIT_NPROC of its user";
  return "RLIMIT_NPROC of its user (ulimit -u), now " + std::to_string(limit.rlim_cur);
}

} // namespace

Failure not_started(const std::string& doing, int error_number) {
  const std::string what = doing + ": " + errno_text(error_number);
  if (error_number == EAGAIN)
    return fail(Errc::busy,
                what +
                    "; the limit of threads and processes, or memory, is reached: raise "
                    "TasksMax= of the service or " +
                    user_limit());
  if (error_number == ENOMEM)
    return fail(Errc::busy, what + "; raise MemoryMax= of the service or end other programs");
  return fail(Errc::io, what);
}

} // namespace platen
