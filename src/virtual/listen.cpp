#include "virtual/listen.h"

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::twin {

namespace {

constexpr int waiting_clients = 16; // in the queue of a listening socket

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Result<Address> numeric_address(const std::string& text, std::uint16_t port) {
  Address address;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    address.length = sizeof v4;
    std::memcpy(&address.storage, &v4, sizeof v4);
  } else if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    address.length = sizeof v6;
    std::memcpy(&address.storage, &v6, sizeof v6);
  } else {
    return fail(Errc::invalid,
                "\"" + text + "\" is not a numeric address to listen on, such as 127.0.0.1 or ::1");
  }
  return address;
}

Result<Address> address_of(int fd) {
  Address address;
  address.length = sizeof address.storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length) != 0)
    return fail(Errc::io, "cannot learn the port: " + errno_text(errno));
  return address;
}

Result<UniqueFd> bound_socket(int type, const Address& where) {
  UniqueFd fd(::socket(where.storage.ss_family, type | SOCK_CLOEXEC, 0));
  const int yes = 1;
  const bool reused = type != SOCK_STREAM || (fd && ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR,
                                                                 &yes, sizeof yes) == 0);
  if (!fd || !reused || ::bind(fd.get(), where.get(), where.length) != 0)
    return fail(Errc::io, errno_text(errno));
  return fd;
}

} // namespace

Result<std::uint16_t> port_of(int fd) {
  TRY(const Address address, address_of(fd));
  std::uint16_t port = 0; // in the same place for both families
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  std::memcpy(&port,
              reinterpret_cast<const char*>(&address.storage) + offsetof(sockaddr_in, sin_port),
              sizeof port);
  return ntohs(port);
}

Result<UniqueFd> listen_on(Sockets kind, const std::string& address, std::uint16_t port) {
  TRY(const Address where, numeric_address(address, port));
  const int type = kind == Sockets::tcp ? SOCK_STREAM : SOCK_DGRAM;
  auto fd = bound_socket(type, where);
  if (fd && kind == Sockets::tcp) {
    if (auto listens = listen_again(fd->get()); !listens) fd = Failure(std::move(listens).error());
  }
  if (!fd)
    return fail(Errc::io, "cannot listen on " + address + ":" + std::to_string(port) + ": " +
                              fd.error().what);
  return fd;
}

// A number that the system gives for one kind may be taken for the other.
Result<BothSockets> listen_on_both(const std::string& address, std::uint16_t port) {
  constexpr int most_tries = 16;
  for (int tries = port == 0 ? most_tries : 1;; --tries) {
    TRY(UniqueFd tcp, listen_on(Sockets::tcp, address, port));
    TRY(const std::uint16_t number, port_of(tcp.get()));
    auto udp = listen_on(Sockets::udp, address, number);
    if (udp) return BothSockets{std::move(tcp), *std::move(udp)};
    if (tries == 1) return Failure(std::move(udp).error());
  }
}

// Bound before the listener is closed: in between another program could be given its port.
Result<UniqueFd> bound_only(UniqueFd listener) {
  TRY(const Address where, address_of(listener.get()));
  UniqueFd fd(::socket(where.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1, no = 0;
  if (!fd || ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0 ||
      ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0 ||
      ::bind(fd.get(), where.get(), where.length) != 0 ||
      ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &no, sizeof no) != 0)
    return fail(Errc::io, "cannot keep the port: " + errno_text(errno));
  return fd;
}

Result<void> listen_again(int fd) {
  if (::listen(fd, waiting_clients) != 0) return fail(Errc::io, errno_text(errno));
  return {};
}

Result<UniqueFd> connect_to(const std::string& address, std::uint16_t port) {
  TRY(const Address where, numeric_address(address, port));
  UniqueFd fd(::socket(where.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd || ::connect(fd.get(), where.get(), where.length) != 0)
    return fail(Errc::io,
                "cannot connect to port " + std::to_string(port) + ": " + errno_text(errno));
  return fd;
}

} // namespace platen::twin
