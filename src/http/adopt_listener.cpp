#include "http/listener.h"

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::http {

namespace {

// Of the level SOL_SOCKET; -1: it has none, as it is no socket.
int number_of(int fd, int option) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

Failure useless(const char* why) {
  return fail(Errc::invalid, std::string("a descriptor that the server was given to listen on ") +
                                 why +
                                 "; only listening stream sockets of IP and of this machine "
                                 "can be (ListenStream= of the socket unit)");
}

// Empty: it has no port, as a socket of this machine has none.
ListenAddress bound_address(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0) return {{}, 0};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (name.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(name);
    return {::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size()), ntohs(v4.sin_port)};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(name);
  return {::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size()), ntohs(v6.sin6_port)};
}

} // namespace

Result<Listener> adopt_listener(UniqueFd socket) {
  const int fd = socket.get();
  const int family = number_of(fd, SO_DOMAIN);
  if (family == -1) return useless("is no socket");
  if (family != AF_INET && family != AF_INET6 && family != AF_UNIX)
    return useless("is of another kind of network");
  if (number_of(fd, SO_TYPE) != SOCK_STREAM) return useless("takes no connections");
  if (number_of(fd, SO_ACCEPTCONN) != 1) return useless("does not listen");
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
      ::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
    return fail(Errc::io,
                "a socket that the server was given cannot be used: " + errno_text(errno));
  Listener made;
  made.address = family == AF_UNIX ? ListenAddress{{}, 0} : bound_address(fd);
  made.socket = std::move(socket);
  return made;
}

} // namespace platen::http
