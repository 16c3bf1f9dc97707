#include "http/listener.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::http {

namespace {

std::optional<sockaddr_un> local_name(const std::filesystem::path& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof name.sun_path) return {};
  std::memcpy(name.sun_path, path.c_str(), path.native().size());
  return name;
}

const sockaddr* generic(const sockaddr_un& name) {
  return reinterpret_cast<const sockaddr*>(&name);
}

Failure cannot(const std::filesystem::path& path, int error_number) {
  const bool denied = error_number == EACCES || error_number == EPERM;
  return fail(denied ? Errc::denied : Errc::io,
              "cannot listen on " + path.string() + ": " + errno_text(error_number));
}

// Nobody lives at the path, as far as can be seen.
Result<void> check_free(const std::filesystem::path& path, const sockaddr_un& name) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0)
    return errno == ENOENT ? Result<void>{} : cannot(path, errno);
  if (!S_ISSOCK(info.st_mode))
    return fail(Errc::io, path.string() + " is there already and is no socket");
  const UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!probe) return cannot(path, errno);
  // EAGAIN: somebody lives there who is too busy to answer.
  if (::connect(probe.get(), generic(name), sizeof name) == 0 || errno == EAGAIN)
    return fail(Errc::io, "another server answers at " + path.string());
  return errno == ECONNREFUSED ? Result<void>{} : cannot(path, errno);
}

} // namespace

Result<Listener> listen_on_file(const std::filesystem::path& path) {
  // Made beside its place and moved there: clients find the old socket or one that answers.
  const std::filesystem::path beside = path.string() + "." + std::to_string(::getpid());
  const std::optional<sockaddr_un> final_name = local_name(path);
  const std::optional<sockaddr_un> name = local_name(beside);
  if (!name || !final_name)
    return fail(Errc::invalid, path.string() + " is too long for a socket: 95 bytes at most");
  TRY_VOID(check_free(path, *final_name));
  Listener made;
  made.socket = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made.socket) return cannot(path, errno);
  ::unlink(beside.c_str());
  if (::bind(made.socket.get(), generic(*name), sizeof *name) != 0) return cannot(path, errno);
  struct stat info {};
  // Who it is, is asked of the system at each connection; the mode of the file shuts nobody out.
  if (::chmod(beside.c_str(), 0666) != 0 || ::listen(made.socket.get(), SOMAXCONN) != 0 ||
      ::lstat(beside.c_str(), &info) != 0 || ::rename(beside.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    ::unlink(beside.c_str());
    return cannot(path, error_number);
  }
  made.file = std::make_unique<SocketFile>(path, info.st_dev, info.st_ino);
  return made;
}

SocketFile::~SocketFile() {
  struct stat info {};
  if (::lstat(path_.c_str(), &info) != 0) return;
  if (info.st_dev == device_ && info.st_ino == inode_) ::unlink(path_.c_str());
}

} // namespace platen::http
