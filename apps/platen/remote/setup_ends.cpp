#include "remote/setup_ends.h"

#include "remote/listing.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include <poll.h>
#include <unistd.h>

namespace platen::app {

namespace {

constexpr std::chrono::milliseconds heartbeat{200}; // between looks at the flag
constexpr std::size_t longest_line = 4096;

Failure interrupted() {
  return fail(Errc::cancelled, "interrupted");
}

// Lines of our own stay lines; what devices and servers say cannot move the cursor.
std::string shown(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += harmless(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  while (out.ends_with("\n\n"))
    out.pop_back();
  return out;
}

Result<void> wait_so_long(std::chrono::milliseconds time) {
  for (auto left = time; left.count() > 0; left -= heartbeat) {
    if (setup_interrupted().requested()) return interrupted();
    ::poll(nullptr, 0, static_cast<int>(std::min(left, heartbeat).count()));
  }
  if (setup_interrupted().requested()) return interrupted();
  return {};
}

std::string trimmed(const std::string& text) {
  constexpr const char* blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

} // namespace

Cancel& setup_interrupted() {
  static Cancel cancel;
  return cancel;
}

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, [](int) { setup_interrupted().request(); });
}

Result<void> RestServer::open() {
  TRY(Api api, Api::open(arguments_, &setup_interrupted()));
  api_.emplace(std::move(api));
  address_ = api_->address();
  return {};
}

Result<setup::Json> RestServer::get(const std::string& path) {
  if (setup_interrupted().requested() && interruptible_) return interrupted();
  return api_->get(path);
}

Result<setup::Json> RestServer::send(std::string_view method, const std::string& path,
                                     const setup::Json& body) {
  if (setup_interrupted().requested() && interruptible_) return interrupted();
  return api_->send(method, path, body);
}

Result<void> RestServer::ignore_interrupts() {
  interruptible_ = false;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, SIG_IGN);
  TRY(Api api, Api::open(arguments_));
  api_.emplace(std::move(api));
  return {};
}

void Terminal::say(const std::string& text) {
  static_cast<void>(print_text(shown(text)));
}

// Not by std::getline(): an interrupt has to be seen while it waits.
Result<std::string> Terminal::ask(const std::string& question) {
  TRY_VOID(print_text(harmless(question)));
  for (;;) {
    if (const std::size_t end = typed_.find('\n'); end != std::string::npos) {
      const std::string line = trimmed(typed_.substr(0, end));
      typed_.erase(0, end + 1);
      return line;
    }
    if (setup_interrupted().requested()) return interrupted();
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, static_cast<int>(heartbeat.count())) <= 0) continue;
    std::array<char, 256> some{};
    const ssize_t got = ::read(STDIN_FILENO, some.data(), some.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(Errc::cancelled, "the end of what is typed");
    typed_.append(some.data(), static_cast<std::size_t>(got));
    if (typed_.size() > longest_line) typed_.clear();
  }
}

Result<void> Terminal::wait(std::chrono::milliseconds time) {
  return wait_so_long(time);
}

void Nobody::say(const std::string& text) {
  std::fputs(shown(text).c_str(), stderr);
}

Result<std::string> Nobody::ask(const std::string& question) {
  return fail(Errc::bug, "nobody is there to be asked: " + question);
}

Result<void> Nobody::wait(std::chrono::milliseconds time) {
  return wait_so_long(time);
}

} // namespace platen::app
