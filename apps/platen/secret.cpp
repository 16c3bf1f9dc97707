#include "secret.h"

#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace platen::app {

namespace {

// Keeps what is typed off the screen for as long as it lives.
class Silence {
public:
  Silence() : on_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!on_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Silence() {
    if (on_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

private:
  termios before_{};
  bool on_;
};

} // namespace

Result<std::string> ask_secret(const std::string& question, const std::string& what) {
  const bool terminal = ::isatty(STDIN_FILENO) == 1;
  std::string line;
  {
    const Silence silence; // before it asks: who types at once is not seen either
    if (terminal) std::cerr << question << std::flush;
    if (!std::getline(std::cin, line))
      return fail(Errc::invalid, "no " + what + " came from standard input");
  }
  if (terminal) std::cerr << "\n";
  return line;
}

Result<std::string> new_secret(const std::string& what) {
  TRY(std::string secret, ask_secret("New " + what + ": ", what));
  if (::isatty(STDIN_FILENO) == 0) return secret;
  TRY(const std::string again, ask_secret("Again: ", what));
  if (again != secret) return fail(Errc::invalid, "the two are not the same");
  return secret;
}

} // namespace platen::app
