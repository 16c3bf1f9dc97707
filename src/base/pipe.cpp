#include "base/pipe.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace platen {

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(Errc::io, "cannot make a pipe: " + errno_text(errno));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

} // namespace platen
