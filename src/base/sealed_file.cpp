#include "base/sealed_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace platen {

Result<UniqueFd> sealed_file(Bytes bytes) {
  UniqueFd fd(::memfd_create("platen", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail(Errc::io, "cannot make a memory file: " + errno_text(errno));
  TRY_VOID(write_all(fd.get(), bytes));
  if (::lseek(fd.get(), 0, SEEK_SET) != 0 ||
      ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail(Errc::io, "cannot seal a memory file: " + errno_text(errno));
  return fd;
}

} // namespace platen
