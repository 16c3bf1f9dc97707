#include "client/login.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <cups/cups.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/signalfd.h>
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

// Signals that end or stop a program become something to read while it lives, so that the terminal
// can be put right before they do.
class HeldSignals {
public:
  HeldSignals() {
    sigset_t held{};
    ::sigemptyset(&held);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP})
      ::sigaddset(&held, number);
    held_ = ::pthread_sigmask(SIG_BLOCK, &held, &before_) == 0;
    if (held_) fd_.reset(::signalfd(-1, &held, SFD_CLOEXEC));
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() {
    if (held_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  int fd() const { return fd_.get(); } // -1, which poll() passes over: none could be had
  int next() const {
    signalfd_siginfo info{};
    return ::read(fd_.get(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo)
                                                                : 0;
  }

private:
  sigset_t before_{};
  bool held_ = false;
  UniqueFd fd_;
};

// A line that nobody sees, without its end. Instead of it the number of a signal that came.
int read_hidden(int terminal, const std::string& prompt, std::string& line) {
  const HeldSignals signals;
  const NoEcho quiet(terminal);
  if (!write_all(terminal, as_bytes(prompt))) return 0; // then nothing can be read there either
  line.clear();
  for (;;) {
    std::array<pollfd, 2> wanted{pollfd{signals.fd(), POLLIN, 0}, pollfd{terminal, POLLIN, 0}};
    if (::poll(wanted.data(), wanted.size(), -1) < 0) continue;
    if (wanted[0].revents != 0) return signals.next();
    char byte = 0;
    if (::read(terminal, &byte, 1) != 1 || byte == '\n') return 0;
    line += byte;
  }
}

Result<Login> from_terminal(int terminal, const ServerAddress& address) {
  Login login;
  login.user = address.user.empty() ? own_user_name() : address.user;
  const std::string prompt = "Password of " + login.user + " on " + address.text() + ": ";
  while (const int number = read_hidden(terminal, prompt, login.password)) {
    TRY_VOID(write_all(terminal, as_bytes("\n")));
    ::raise(number); // who is stopped and goes on, or ignores it, is asked again
  }
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

std::string basic_authorization(const Login& login) {
  const std::string plain = login.user + ":" + login.password;
  std::string coded(plain.size() * 2 + 8, '\0');
  httpEncode64_2(coded.data(), static_cast<int>(coded.size()), plain.data(),
                 static_cast<int>(plain.size()));
  return "Basic " + std::string(coded.c_str());
}

Result<std::string> token_authorization() {
  const char* const token = std::getenv("PLATEN_TOKEN");
  if (token == nullptr || *token == '\0') return std::string();
  const std::string_view text = token;
  const bool plain = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  if (!plain || !text.starts_with("platen_") || text.size() > 100)
    return fail(Errc::denied, "PLATEN_TOKEN holds no token: \"platen token add\" makes one");
  return "Bearer " + std::string(text);
}

} // namespace platen::client
