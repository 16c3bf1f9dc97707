#include "transport/datagram.h"

#include "client/look_up.h"

#include <cerrno>
#include <memory>

#include <netdb.h>
#include <sys/socket.h>

namespace platen::transport {

namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

} // namespace

Result<UniqueFd> connect_datagrams(const SocketAddress& address, std::chrono::milliseconds patience,
                                   const Cancel& cancel) {
  TRY(const auto hosts, client::look_up(address.host, patience, &cancel));
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (hosts.empty() ||
      ::getaddrinfo(hosts.front().c_str(), address.port.c_str(), &hints, &found) != 0)
    return fail(Errc::unreachable, to_string(address) + " is no address");
  const std::unique_ptr<addrinfo, FreeAddresses> list(found);
  UniqueFd fd(::socket(list->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd || ::connect(fd.get(), list->ai_addr, list->ai_addrlen) != 0)
    return fail(Errc::unreachable, to_string(address) + ": " + errno_text(errno));
  return fd;
}

} // namespace platen::transport
