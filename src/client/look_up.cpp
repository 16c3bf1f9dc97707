#include "client/look_up.h"

#include "base/spawn.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
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

// The program at work; it and what it has started end with the object.
class Helper {
public:
  static Result<Helper> start(const std::string& program, const std::string& host) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return fail(Errc::io, "cannot make a pipe: " + errno_text(errno));
    UniqueFd output(ends[0]);
    std::vector<UniqueFd> files(3);
    files[STDIN_FILENO].reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    files[STDOUT_FILENO].reset(ends[1]);
    files[STDERR_FILENO].reset(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (!files[STDIN_FILENO] || !files[STDERR_FILENO] ||
        ::fcntl(output.get(), F_SETFL, O_NONBLOCK) != 0)
      return fail(Errc::io, "cannot set up its files: " + errno_text(errno));
    // "--": a host is no option.
    TRY(const pid_t pid, spawn(program, {"--", "ahosts", host}, std::move(files)));
    return Helper(std::move(output), pid);
  }
  Helper(Helper&& other) noexcept
      : output_(std::move(other.output_)), pid_(std::exchange(other.pid_, -1)) {}
  Helper& operator=(Helper&&) = delete;
  ~Helper() {
    if (pid_ >= 0) kill_and_reap(pid_);
  }
  int output() const { return output_.get(); }

private:
  Helper(UniqueFd output, pid_t pid) : output_(std::move(output)), pid_(pid) {}
  UniqueFd output_;
  pid_t pid_;
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
  const auto helper = Helper::start(program, host);
  if (!helper) // also without a process to be had: it is not the host that is busy
    return fail(Errc::io, "cannot look up the host \"" + host + "\": " + helper.error().what);
  auto words = words_of(*helper, until, cancel);
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
