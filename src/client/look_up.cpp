#include "client/look_up.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::client {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_interval{50};
constexpr std::size_t most_output = 64 << 10; // of a hostile name server
constexpr std::size_t most_addresses = 16;

bool is_numeric(const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return false;
  ::freeaddrinfo(list);
  return true;
}

class SpawnActions {
public:
  SpawnActions() : failed_(::posix_spawn_file_actions_init(&actions_) != 0) {}
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  void connect(int output) {
    failed_ |= ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY,
                                                  0) != 0 ||
               ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO) != 0 ||
               ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY,
                                                  0) != 0 ||
               ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1) != 0;
  }
  bool failed() const { return failed_; }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
  posix_spawn_file_actions_t actions_{};
  bool failed_;
};

// Signals as a program expects them; a Ctrl-C at the terminal is ours to handle.
class SpawnAttributes {
public:
  SpawnAttributes() {
    sigset_t none{}, all{};
    ::sigemptyset(&none);
    ::sigfillset(&all);
    failed_ =
        ::posix_spawnattr_init(&attributes_) != 0 ||
        ::posix_spawnattr_setsigmask(&attributes_, &none) != 0 ||
        ::posix_spawnattr_setsigdefault(&attributes_, &all) != 0 ||
        ::posix_spawnattr_setpgroup(&attributes_, 0) != 0 ||
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETPGROUP) != 0;
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  bool failed() const { return failed_; }
  const posix_spawnattr_t* get() const { return &attributes_; }

private:
  posix_spawnattr_t attributes_{};
  bool failed_ = false;
};

// The program at work; it and what it has started end with the object.
class Helper {
public:
  Helper(const std::string& program, const std::string& host) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      error_ = errno;
      return;
    }
    output_.reset(ends[0]);
    // Out of the way of the three numbers that are given away.
    const UniqueFd input(ends[1]), moved(::fcntl(input.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    SpawnActions actions;
    const SpawnAttributes attributes;
    actions.connect(moved.get());
    if (!moved || actions.failed() || attributes.failed() ||
        ::fcntl(output_.get(), F_SETFL, O_NONBLOCK) != 0) {
      error_ = EAGAIN;
      return;
    }
    std::array<std::string, 4> words{program, "--", "ahosts", host}; // "--": a host is no option
    std::array<char*, 5> arguments{};
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    error_ = ::posix_spawn(&pid_, program.c_str(), actions.get(), attributes.get(),
                           arguments.data(), environ);
    if (error_ != 0) pid_ = -1;
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() {
    if (pid_ < 0) return;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  int error() const { return error_; } // errno; 0: it runs
  int output() const { return output_.get(); }

private:
  UniqueFd output_;
  pid_t pid_ = -1;
  int error_ = 0;
};

// Everything that it says until its end.
Result<std::string> words_of(const Helper& helper, Clock::time_point until, const Cancel* cancel) {
  std::string all;
  std::array<char, 4096> block{};
  while (all.size() < most_output) {
    const ssize_t got = ::read(helper.output(), block.data(), block.size());
    if (got > 0) all.append(block.data(), static_cast<std::size_t>(got));
    if (got == 0) break;
    if (got > 0 || errno == EINTR) continue;
    if (errno != EAGAIN) return fail(Errc::io, errno_text(errno));
    if (cancel != nullptr && cancel->requested()) return fail(Errc::cancelled, "cancelled");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) return fail(Errc::unreachable, "the name servers do not answer");
    pollfd entry{helper.output(), POLLIN, 0};
    static_cast<void>(::poll(&entry, 1, static_cast<int>(std::min(left, look_interval).count())));
  }
  return all;
}

// "192.0.2.7   STREAM printer.example", a line for each address and kind of socket.
std::vector<std::string> addresses_in(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty() && found.size() < most_addresses) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::string address(line.substr(0, line.find(' ')));
    if (line.find(" STREAM") == std::string_view::npos || !is_numeric(address)) continue;
    if (std::ranges::find(found, address) == found.end()) found.push_back(std::move(address));
  }
  return found;
}

} // namespace

Result<std::vector<std::string>> look_up(const std::string& host, milliseconds patience,
                                         const Cancel* cancel, const std::string& program) {
  if (is_numeric(host)) return std::vector{host};
  if (host == "localhost") return std::vector<std::string>{"::1", "127.0.0.1"}; // RFC 6761, 6.3
  const Clock::time_point until = Clock::now() + patience;
  const Helper helper(program, host);
  if (helper.error() != 0)
    return fail(Errc::io, "cannot look up the host \"" + host + "\" with " + program + ": " +
                              errno_text(helper.error()));
  auto words = words_of(helper, until, cancel);
  if (!words && words.error().code == Errc::cancelled)
    return fail(Errc::cancelled, "cancelled while looking up the host \"" + host + "\"");
  if (!words)
    return fail(words.error().code, "cannot look up the host \"" + host + "\" within " +
                                        std::to_string(patience.count()) +
                                        " ms: " + words.error().what +
                                        "; check the network, or use the host's IP address");
  auto found = addresses_in(*words);
  if (found.empty())
    return fail(Errc::unreachable,
                "cannot find the host \"" + host + "\"; check its name, or use its IP address");
  return found;
}

} // namespace platen::client
