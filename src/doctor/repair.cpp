#include "doctor/repair.h"

#include "base/file.h"
#include "doctor/look.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::doctor {

namespace {

namespace fs = std::filesystem;

Failure failed(const fs::path& path, int error) {
  return fail(error == EACCES || error == EPERM ? Errc::denied : Errc::io,
              path.string() + ": " + errno_text(error));
}

} // namespace

Result<void> close_file(const fs::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd || ::fchmod(fd.get(), 0600) != 0) return failed(file, errno);
  return {};
}

Result<void> remove_stale_socket(const fs::path& socket) {
  std::error_code error;
  if (!fs::is_socket(socket, error))
    return fail(Errc::conflict, socket.string() + " is no socket (any more)");
  if (reach_local(socket).how == Reach::How::connected)
    return fail(Errc::conflict, "somebody listens at " + socket.string() + " now: it stays");
  return remove_plain_file(socket);
}

Result<void> make_private_folder(const fs::path& folder) {
  std::error_code error;
  const bool fresh = fs::create_directories(folder, error);
  if (fresh && !error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return failed(folder, error.value());
  return {};
}

Result<void> remove_plain_file(const fs::path& file) {
  if (::unlink(file.c_str()) != 0) return failed(file, errno);
  return {};
}

} // namespace platen::doctor
