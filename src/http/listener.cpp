#include "http/listener.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace platen::http {

namespace {

struct SocketName {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  template<class Kind> Kind& as() { return reinterpret_cast<Kind&>(storage); }
};

std::optional<SocketName> socket_name(const ListenAddress& address) {
  SocketName name;
  if (auto& v4 = name.as<sockaddr_in>();
      ::inet_pton(AF_INET, address.address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(address.port);
    name.size = sizeof v4;
    return name;
  }
  name = {};
  if (auto& v6 = name.as<sockaddr_in6>();
      ::inet_pton(AF_INET6, address.address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(address.port);
    name.size = sizeof v6;
    return name;
  }
  return {};
}

std::uint16_t port_of(SocketName& name) {
  return ntohs(name.storage.ss_family == AF_INET ? name.as<sockaddr_in>().sin_port
                                                 : name.as<sockaddr_in6>().sin6_port);
}

Failure cannot(const std::string& where, int error_number) {
  const bool denied = error_number == EACCES || error_number == EPERM;
  return fail(denied ? Errc::denied : Errc::io,
              "cannot listen on " + where + ": " + errno_text(error_number));
}

void set_on(int fd, int level, int option) {
  const int on = 1;
  ::setsockopt(fd, level, option, &on, sizeof on);
}

std::string text_of(const in_addr& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  return ::inet_ntop(AF_INET, &address, text.data(), text.size());
}

in6_addr own_address(int fd) {
  SocketName own;
  return ::getsockname(fd, own.get(), &own.size) == 0 ? own.as<sockaddr_in6>().sin6_addr
                                                      : in6_addr{};
}

in_addr v4_of(const in6_addr& mapped) {
  in_addr address{};
  std::memcpy(&address, mapped.s6_addr + 12, sizeof address);
  return address;
}

void describe_v4(const in_addr& address, Accepted& client) {
  client.peer.address = text_of(address);
  client.source = source_of(address);
  client.peer.loopback = client.source.this_machine;
}

void describe(SocketName& name, Accepted& client) {
  if (name.storage.ss_family == AF_INET) {
    describe_v4(name.as<sockaddr_in>().sin_addr, client);
  } else if (name.storage.ss_family == AF_INET6) {
    const in6_addr& address = name.as<sockaddr_in6>().sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address)) { // only at a socket that was given to us
      describe_v4(v4_of(address), client);
      return;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    client.peer.address = ::inet_ntop(AF_INET6, &address, text.data(), text.size());
    client.source = source_of(address, own_address(client.socket.get()));
  }
  client.peer.loopback = client.source.this_machine;
}

} // namespace

std::string to_string(const ListenAddress& address) {
  return address.address + " port " + std::to_string(address.port);
}

Result<Listener> listen_on(const ListenAddress& address) {
  std::optional<SocketName> name = socket_name(address);
  if (!name)
    return fail(Errc::invalid, "\"" + address.address + "\" is no numeric IPv4 or IPv6 address");
  Listener made;
  made.address = address;
  made.socket =
      UniqueFd(::socket(name->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made.socket) return cannot(to_string(address), errno);
  const int fd = made.socket.get();
  set_on(fd, SOL_SOCKET, SO_REUSEADDR);
  if (name->storage.ss_family == AF_INET6)
    set_on(fd, IPPROTO_IPV6, IPV6_V6ONLY); // "0.0.0.0" may stand beside "::"
  if (::bind(fd, name->get(), name->size) != 0 || ::listen(fd, SOMAXCONN) != 0)
    return cannot(to_string(address), errno);
  name->size = sizeof name->storage;
  if (::getsockname(fd, name->get(), &name->size) != 0) return cannot(to_string(address), errno);
  made.address.port = port_of(*name);
  return made;
}

Accepted accept_one(int listener) {
  SocketName name;
  Accepted made;
  made.socket = UniqueFd(::accept4(listener, name.get(), &name.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!made.socket) {
    made.error = errno;
    return made;
  }
  if (name.storage.ss_family != AF_UNIX) {
    set_on(made.socket.get(), IPPROTO_TCP,
           TCP_NODELAY); // answers go out whole; none waits for more
    describe(name, made);
    return made;
  }
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(made.socket.get(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0)
    made.peer.local_uid = credentials.uid;
  made.peer.loopback = true;
  made.source = source_of_user(made.peer.local_uid.value_or(~0U));
  return made;
}

} // namespace platen::http
