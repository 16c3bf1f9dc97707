#include "virtual/device.h"

#include "virtual/connection.h"
#include "virtual/models.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::twin {

namespace {

constexpr int waiting_clients = 16;

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

Result<std::uint16_t> bound_port(int fd) {
  Address address;
  address.length = sizeof address.storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length) != 0)
    return fail(Errc::io, "cannot learn the port: " + errno_text(errno));
  std::uint16_t port = 0; // in the same place for both families
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  std::memcpy(&port,
              reinterpret_cast<const char*>(&address.storage) + offsetof(sockaddr_in, sin_port),
              sizeof port);
  return ntohs(port);
}

// For poll(): milliseconds, or -1 for ever.
int patience(std::optional<Faults::Clock::time_point> until) {
  if (!until) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Faults::Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

} // namespace

VirtualDevice::VirtualDevice(DeviceOptions options, UniqueFd listener, UniqueFd stop_event,
                             std::uint16_t port)
    : options_(std::move(options)), faults_(options_.faults, *options_.condition),
      listener_(std::move(listener)), stop_event_(std::move(stop_event)), port_(port) {}

Result<std::unique_ptr<VirtualDevice>> VirtualDevice::open(DeviceOptions options) {
  TRY_VOID(language_of(options.model));
  TRY(const Address address, numeric_address(options.address, options.port));
  UniqueFd listener(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  const std::string where = options.address + ":" + std::to_string(options.port);
  if (!listener || ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      ::bind(listener.get(), address.get(), address.length) != 0 ||
      ::listen(listener.get(), waiting_clients) != 0)
    return fail(Errc::io, "cannot listen on " + where + ": " + errno_text(errno));
  UniqueFd stop_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop_event) return fail(Errc::io, "cannot make an eventfd: " + errno_text(errno));
  TRY(const std::uint16_t port, bound_port(listener.get()));
  if (!options.condition)
    options.condition = std::make_shared<SharedCondition>(condition_of(options.model));
  return std::unique_ptr<VirtualDevice>(
      new VirtualDevice(std::move(options), std::move(listener), std::move(stop_event), port));
}

void VirtualDevice::stop() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(stop_event_.get(), &one, sizeof one);
}

Result<void> VirtualDevice::serve() {
  std::array<pollfd, 2> fds{{{listener_.get(), POLLIN, 0}, {stop_event_.get(), POLLIN, 0}}};
  for (;;) {
    TRY(const bool open, listen(faults_.takes_connections()));
    fds[0].fd = open ? listener_.get() : -1;
    if (::poll(fds.data(), fds.size(), patience(faults_.next_change())) < 0) {
      if (errno == EINTR) continue;
      return fail(Errc::io, "cannot wait for clients: " + errno_text(errno));
    }
    if (fds[1].revents != 0) return {};
    if (!open || fds[0].revents == 0) continue;
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client) {
      TRY_VOID(serve_connection(std::move(client)));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // Nothing is wrong with the device: try again when others may have given some back.
      constexpr int pause_ms = 100;
      static_cast<void>(::poll(&fds[1], 1, pause_ms));
    }
  }
}

// A device that is off refuses at once and keeps its port: a socket that is bound and does not
// listen. It is a new one, since a port that the system chose is given back when its listening
// ends.
Result<bool> VirtualDevice::listen(bool now) {
  if (now == listens_) return now;
  bool done = false;
  if (now) {
    done = ::listen(listener_.get(), waiting_clients) == 0;
  } else {
    Address address;
    address.length = sizeof address.storage;
    auto* const name = reinterpret_cast<sockaddr*>(&address.storage);
    const int yes = 1;
    done = ::getsockname(listener_.get(), name, &address.length) == 0;
    listener_.reset();
    listener_ = UniqueFd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    done = done && listener_ &&
           ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           ::bind(listener_.get(), name, address.length) == 0;
  }
  if (!done) return fail(Errc::io, "cannot open or close the port: " + errno_text(errno));
  listens_ = now;
  return now;
}

Result<void> VirtualDevice::serve_connection(UniqueFd client) {
  TRY(const Language language, language_of(options_.model));
  // What it says is short, and goes out at once: else a connection that is reset takes it along.
  const int yes = 1;
  ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  Connection connection(std::move(client), stop_event_.get(), options_.idle, faults_);
  Reader reader(connection);
  OutputTray tray(options_.sheets, std::string(name_of(language)), options_.model);
  tray.watch(faults_);
  TRY_VOID(tray.open());
  TRY_VOID(run_language(language, Line{reader, connection, tray, Strictness::device, &faults_}));
  options_.sheets.first_job =
      options_.sheets.folder.empty() ? tray.next_number() : options_.sheets.first_job;
  return {};
}

} // namespace platen::twin
