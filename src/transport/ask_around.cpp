#include "transport/ask_around.h"

#include "base/device_limits.h"
#include "base/file.h"
#include "transport/connect.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::transport {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int rounds = 2;

struct FreeInterfaces {
  void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

std::string numeric(const in_addr& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  return ::inet_ntop(AF_INET, &address, text.data(), text.size()) == nullptr ? "" : text.data();
}

void send_to_all(int fd, const Shout& shout) {
  for (const std::string& target : shout.targets) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(shout.port);
    if (::inet_pton(AF_INET, target.c_str(), &to.sin_addr) == 1)
      static_cast<void>(::sendto(fd, shout.question.data(), shout.question.size(), MSG_NOSIGNAL,
                                 reinterpret_cast<const sockaddr*>(&to), sizeof to));
  }
}

// Who has answered; empty: nobody, or something else. An address in the answer is the device's own
// word, the packet's is where it came from.
std::string hear(int fd, const Shout& shout) {
  std::array<std::byte, 2048> datagram;
  sockaddr_in from{};
  socklen_t size = sizeof from;
  const ssize_t got = ::recvfrom(fd, datagram.data(), datagram.size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
  if (got < 0) return {};
  const bool answers = shout.is_answer(Bytes(datagram).first(static_cast<std::size_t>(got)));
  return answers ? numeric(from.sin_addr) : std::string();
}

} // namespace

Result<std::vector<std::string>> ask_around(const Shout& shout, const Cancel& cancel) {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on) != 0)
    return fail(Errc::io, "nobody can be asked on the network: " + errno_text(errno));
  std::vector<std::string> found;
  for (int round = 0; round < rounds; ++round) {
    send_to_all(fd.get(), shout);
    const auto until = Clock::now() + shout.patience / rounds;
    while (Clock::now() < until) {
      if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      pollfd ready{fd.get(), POLLIN, 0};
      const auto pause = std::clamp(left, milliseconds{0}, cancel_interval);
      if (::poll(&ready, 1, static_cast<int>(pause.count())) <= 0) continue;
      std::string host = hear(fd.get(), shout);
      if (!host.empty() && found.size() < limits::search_answers &&
          std::ranges::find(found, host) == found.end())
        found.push_back(std::move(host));
    }
  }
  return found;
}

std::vector<std::string> broadcast_addresses() {
  std::vector<std::string> all;
  ifaddrs* raw = nullptr;
  if (::getifaddrs(&raw) != 0) return all;
  const std::unique_ptr<ifaddrs, FreeInterfaces> list(raw);
  for (const ifaddrs* one = list.get(); one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & IFF_BROADCAST) == 0 || one->ifa_broadaddr == nullptr)
      continue;
    all.push_back(numeric(reinterpret_cast<const sockaddr_in*>(one->ifa_broadaddr)->sin_addr));
  }
  return all;
}

} // namespace platen::transport
