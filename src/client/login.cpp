#include "client/login.h"

#include "base/file.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace platen::client {

namespace {

constexpr std::uint64_t longest_password_file = 4096;

Result<Login> from_file(const std::string& path, const ServerAddress& address) {
  TRY(const UniqueFd fd, open_for_reading(path));
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return fail(Errc::io, path + ": " + errno_text(errno));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(Errc::denied, "others may read " + path +
                                  ", so its password is not used; run "
                                  "\"chmod 600 " +
                                  path + "\"");
  TRY(const Buffer bytes, read_file(path, longest_password_file));
  std::string_view line = as_text(bytes);
  line = line.substr(0, line.find_first_of("\r\n"));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0)
    return fail(Errc::denied, path + " does not begin with a line USER:PASSWORD");
  Login login{std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))};
  if (!address.user.empty() && address.user != login.user)
    return fail(Errc::denied,
                path + " holds the password of " + login.user + ", not of " + address.user);
  return login;
}

// Typed characters are not shown while it lives.
class NoEcho {
public:
  explicit NoEcho(int fd) : fd_(fd) {
    if (::tcgetattr(fd_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }

private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

Result<Login> from_terminal(int terminal, const ServerAddress& address) {
  Login login;
  login.user = address.user.empty() ? own_user_name() : address.user;
  TRY_VOID(
      write_all(terminal, as_bytes("Password of " + login.user + " on " + address.text() + ": ")));
  const NoEcho quiet(terminal);
  char byte = 0;
  while (::read(terminal, &byte, 1) == 1 && byte != '\n')
    login.password += byte;
  TRY_VOID(write_all(terminal, as_bytes("\n")));
  return login;
}

} // namespace

Result<Login> find_login(const ServerAddress& address) {
  if (const char* path = std::getenv("PLATEN_PASSWORD_FILE"); path != nullptr && *path != '\0')
    return from_file(path, address);
  const UniqueFd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal && ::isatty(STDIN_FILENO) == 1) return from_terminal(terminal.get(), address);
  return fail(Errc::denied, address.text() + " wants a login: name a file with the line "
                                             "USER:PASSWORD in PLATEN_PASSWORD_FILE");
}

std::string own_user_name() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : "anonymous";
}

} // namespace platen::client
