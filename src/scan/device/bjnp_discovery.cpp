#include "scan/device/bjnp_discovery.h"

#include "base/file.h"
#include "transport/connect.h"
#include "wire/bjnp/packet.h"

#include <algorithm>
#include <array>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_found = 64;
constexpr std::uint16_t sequence = 1;
// In two rounds, since packets get lost.
constexpr int rounds = 2;

struct FreeInterfaces {
  void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

std::string numeric(const in_addr& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  return ::inet_ntop(AF_INET, &address, text.data(), text.size()) == nullptr ? "" : text.data();
}

void ask(int fd, const std::vector<std::string>& targets, std::uint16_t port) {
  const Buffer packet = bjnp::to_scanner(bjnp::Code::discover, sequence, 0);
  for (const std::string& target : targets) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    if (::inet_pton(AF_INET, target.c_str(), &to.sin_addr) == 1)
      static_cast<void>(::sendto(fd, packet.data(), packet.size(), MSG_NOSIGNAL,
                                 reinterpret_cast<const sockaddr*>(&to), sizeof to));
  }
}

// Who has answered; empty: nobody, or not as a scanner does. The address in the answer is the
// device's own word, the packet's is where it came from.
std::string hear(int fd) {
  std::array<std::byte, 2048> datagram;
  sockaddr_in from{};
  socklen_t size = sizeof from;
  const ssize_t got = ::recvfrom(fd, datagram.data(), datagram.size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
  if (got < 0) return {};
  const Bytes bytes = Bytes(datagram).first(static_cast<std::size_t>(got));
  return bjnp::read_reply(bytes, bjnp::Code::discover, sequence) ? numeric(from.sin_addr)
                                                                 : std::string();
}

} // namespace

Result<std::vector<std::string>> discover_bjnp(const std::vector<std::string>& targets,
                                               std::uint16_t port, milliseconds patience,
                                               const Cancel& cancel) {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on) != 0)
    return fail(Errc::io, "cannot look for scanners: " + errno_text(errno));
  std::vector<std::string> found;
  for (int round = 0; round < rounds; ++round) {
    ask(fd.get(), targets, port);
    const auto until = Clock::now() + patience / rounds;
    while (Clock::now() < until) {
      if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      pollfd ready{fd.get(), POLLIN, 0};
      if (::poll(&ready, 1,
                 static_cast<int>(
                     std::clamp(left, milliseconds{0}, transport::cancel_interval).count())) <= 0)
        continue;
      std::string host = hear(fd.get());
      if (!host.empty() && found.size() < most_found &&
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

} // namespace platen::scan
