#include "base/pipe.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen {

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(Errc::io, "cannot make a pipe: " + errno_text(errno));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<Pipe> make_wide_pipe(int bytes) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail(Errc::io, "cannot make a pair of sockets: " + errno_text(errno));
  Pipe made{UniqueFd(ends[0]), UniqueFd(ends[1])};
  // The system's own size will do, too.
  static_cast<void>(::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes));
  if (::shutdown(ends[0], SHUT_WR) != 0)
    return fail(Errc::io, "cannot close one way of a pair of sockets: " + errno_text(errno));
  return made;
}

} // namespace platen
