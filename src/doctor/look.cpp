#include "doctor/look.h"

#include "base/device_limits.h"
#include "base/file.h"
#include "client/look_up.h"
#include "doctor/processes.h"
#include "transport/usb_transport.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::doctor {

namespace {

using std::chrono::milliseconds;

// errno of a connection to a numeric address; 0: it stands.
int connect_error(const std::string& address, int port, milliseconds patience) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &list) != 0)
    return EADDRNOTAVAIL;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> one(list, &::freeaddrinfo);
  const UniqueFd fd(::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return errno;
  if (::connect(fd.get(), one->ai_addr, one->ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd wait{fd.get(), POLLOUT, 0};
  if (::poll(&wait, 1, static_cast<int>(patience.count())) != 1) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

std::string user_name(uid_t id) {
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(id, &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
    return entry.pw_name;
  return std::to_string(id);
}

std::string group_name(gid_t id) {
  std::array<char, 4096> room{};
  group entry{};
  group* found = nullptr;
  if (::getgrgid_r(id, &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
    return entry.gr_name;
  return std::to_string(id);
}

std::filesystem::path node_of(const std::filesystem::path& dev,
                              const transport::UsbInterface& interface) {
  std::array<char, 32> place{};
  std::snprintf(place.data(), place.size(), "bus/usb/%03u/%03u", unsigned{interface.bus},
                unsigned{interface.address});
  return dev / place.data();
}

void describe_node(UsbFacts& facts, const std::filesystem::path& node) {
  facts.device = node.string();
  facts.owner = owner_of(node);
  facts.mode = mode_of(node).mode;
}

unsigned bits_of(const sockaddr* mask) {
  const bool v4 = mask->sa_family == AF_INET;
  std::array<std::uint8_t, 16> octets{};
  if (v4)
    std::memcpy(octets.data(), &reinterpret_cast<const sockaddr_in*>(mask)->sin_addr, 4);
  else
    std::memcpy(octets.data(), &reinterpret_cast<const sockaddr_in6*>(mask)->sin6_addr, 16);
  unsigned bits = 0;
  for (const std::uint8_t octet : octets)
    bits += static_cast<unsigned>(__builtin_popcount(octet));
  return bits;
}

} // namespace

Reach reach(const std::string& host, int port, milliseconds patience) {
  const auto addresses = client::look_up(host, patience, nullptr);
  if (!addresses) return {Reach::How::not_resolved, addresses.error().message()};
  int error = EADDRNOTAVAIL;
  for (const std::string& address : *addresses) {
    error = connect_error(address, port, patience);
    if (error == 0) return {Reach::How::connected, {}};
  }
  const auto how = error == ECONNREFUSED ? Reach::How::refused : Reach::How::no_answer;
  return {how, errno_text(error)};
}

Reach reach_local(const std::filesystem::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof address.sun_path)
    return {Reach::How::no_answer, "its path is too long"};
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return {Reach::How::no_answer, errno_text(errno)};
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
      errno == EAGAIN) // it has many to take
    return {Reach::How::connected, {}};
  const auto how = errno == ECONNREFUSED ? Reach::How::refused : Reach::How::no_answer;
  return {how, errno_text(errno)};
}

FileMode mode_of(const std::filesystem::path& file) {
  struct stat info {};
  const bool there = ::stat(file.c_str(), &info) == 0;
  return {file.string(), there ? static_cast<unsigned>(info.st_mode & 07777) : 0U};
}

std::string owner_of(const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return "?";
  return user_name(info.st_uid) + ":" + group_name(info.st_gid);
}

std::string own_user() {
  return user_name(::geteuid());
}

std::string why_not_writable(const std::filesystem::path& folder) {
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0) return errno_text(errno);
  if (!S_ISDIR(info.st_mode)) return "it is no folder";
  const UniqueFd fd(::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  if (fd || errno == ENOSPC) return {}; // a full disk is another finding
  if (errno != EOPNOTSUPP) return errno_text(errno);
  std::string name = folder / ".platen-doctor-XXXXXX"; // a file system without unnamed files
  const UniqueFd named(::mkostemp(name.data(), O_CLOEXEC));
  if (!named) return errno == ENOSPC ? std::string() : errno_text(errno);
  static_cast<void>(::unlink(name.c_str()) == 0);
  return {};
}

std::vector<Network> own_networks() {
  std::vector<Network> networks;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return networks;
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(list, &::freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_netmask == nullptr || (one->ifa_flags & IFF_UP) == 0)
      continue;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (one->ifa_addr->sa_family == AF_INET)
      ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr,
                  text.data(), text.size());
    else if (one->ifa_addr->sa_family == AF_INET6)
      ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr,
                  text.data(), text.size());
    else
      continue;
    networks.push_back({text.data(), bits_of(one->ifa_netmask)});
  }
  return networks;
}

UsbFacts look_at_usb(transport::UsbBus& bus, const std::string& device_uri,
                     const std::filesystem::path& dev, const std::filesystem::path& proc) {
  UsbFacts facts;
  facts.user = own_user();
  const auto address = transport::parse_usb_uri(device_uri);
  const auto all = address ? bus.printers()
                           : Result<std::vector<transport::UsbInterface>>(Failure(address.error()));
  const auto found = all ? transport::find_printer(*all, *address)
                         : Result<transport::UsbInterface>(Failure(all.error()));
  if (!found) {
    facts.state = UsbFacts::State::missing;
    facts.words = found.error().message();
    if (!address) return facts;
    const auto closed = bus.closed(); // which of them it is, nobody can ask
    if (closed && !closed->empty()) {
      facts.state = UsbFacts::State::denied;
      describe_node(facts, node_of(dev, closed->front()));
    }
    return facts;
  }
  const std::filesystem::path node = node_of(dev, *found);
  describe_node(facts, node);
  const Cancel never;
  // The server itself may just ask it how it is (device/usb_readers.h).
  if (const auto opened = transport::open_when_free(bus, *found, limits::status_read / 2, never);
      !opened) {
    facts.words = opened.error().message();
    facts.state = opened.error().code == Errc::denied ? UsbFacts::State::denied
                  : opened.error().code == Errc::busy ? UsbFacts::State::held
                                                      : UsbFacts::State::missing;
    if (facts.state == UsbFacts::State::held)
      facts.holders = holders_of_file(node, ::getpid(), proc);
  }
  return facts;
}

} // namespace platen::doctor
