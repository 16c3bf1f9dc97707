#include "server/given_sockets.h"

#include <charconv>
#include <cstdlib>
#include <string>

#include <fcntl.h>

namespace platen::server {

namespace {

constexpr int most_sockets = 64;

std::optional<int> number(const std::optional<std::string>& text) {
  int value = 0;
  if (!text) return {};
  const char* const end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || rest != end || value < 0) return {};
  return value;
}

} // namespace

Result<std::vector<UniqueFd>> given_sockets(const Environment& environment, pid_t self, int first) {
  const auto count_text = environment("LISTEN_FDS");
  // Another process's variables, which it has left behind for those it starts.
  if (!count_text || number(environment("LISTEN_PID")) != self) return std::vector<UniqueFd>{};
  const auto count = number(count_text);
  if (!count || *count > most_sockets)
    return fail(Errc::invalid, "LISTEN_FDS=" + count_text->substr(0, 40) +
                                   " is no number of sockets: 0 to " +
                                   std::to_string(most_sockets));
  std::vector<UniqueFd> sockets;
  for (int fd = first; fd < first + *count; ++fd) {
    if (::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
      return fail(Errc::invalid, "LISTEN_FDS=" + *count_text + ", but the descriptor " +
                                     std::to_string(fd) + " is not open");
    sockets.emplace_back(fd);
  }
  return sockets;
}

void forget_given_sockets() {
  for (const char* const name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
    ::unsetenv(name);
}

} // namespace platen::server
