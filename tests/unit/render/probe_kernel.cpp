#include "probe_outcome.h"
#include "sandbox_probe.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>

namespace platen::render {
namespace {

template<class Address> int try_connect(int type, const Address& address, socklen_t size) {
  const int domain = reinterpret_cast<const sockaddr*>(&address)->sa_family;
  const int fd = ::socket(domain, type | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int result = outcome(::connect(fd, reinterpret_cast<const sockaddr*>(&address), size));
  ::close(fd);
  return result;
}

int try_ipv4(int type) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(631);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return try_connect(type, address, sizeof address);
}

int try_ipv6() {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(631);
  address.sin6_addr = in6addr_loopback;
  return try_connect(SOCK_STREAM, address, sizeof address);
}

// A name that begins with NUL is an abstract one, which no file system holds.
int try_unix(std::string_view name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  return try_connect(SOCK_STREAM, address,
                     static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size()));
}

int try_pair() {
  std::array<int, 2> ends{};
  return outcome(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()));
}

int try_listen() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int result = outcome(::listen(fd, 1));
  ::close(fd);
  return result;
}

int try_type_into_terminal() {
  char letter = 'x';
  return outcome(::ioctl(STDIN_FILENO, TIOCSTI, &letter));
}

} // namespace

const std::vector<Attempt>& kernel_attempts() {
  static const std::vector<Attempt> attempts{
      // The network, and the sockets of this machine.
      {"tcp", [](int, int) { return try_ipv4(SOCK_STREAM); }},
      {"tcp-ipv6", [](int, int) { return try_ipv6(); }},
      {"udp", [](int, int) { return try_ipv4(SOCK_DGRAM); }, true},
      {"listen", [](int, int) { return try_listen(); }, true},
      {"raw-packets", [](int, int) { return outcome(::socket(AF_PACKET, SOCK_RAW, 0)); }},
      {"unix-socket", [](int, int) { return try_unix("/run/dbus/system_bus_socket"); }},
      {"abstract-socket", [](int, int) { return try_unix(std::string_view("\0platen", 7)); }},
      {"socket-pair", [](int, int) { return try_pair(); }, true},
      {"netlink", [](int, int) { return outcome(::socket(AF_NETLINK, SOCK_RAW, 0)); }, true},
      {"virtual-machine-socket",
       [](int, int) { return outcome(::socket(AF_VSOCK, SOCK_STREAM, 0)); }},
      {"crypto-socket", [](int, int) { return outcome(::socket(AF_ALG, SOCK_SEQPACKET, 0)); }},
      // Its output may be a socket: it can be written to, and no more. With a message go
      // descriptors.
      {"send-message", [](int, int) { return call(SYS_sendmsg, STDOUT_FILENO, nullptr, 0); }},
      {"send-messages", [](int, int) { return call(SYS_sendmmsg, STDOUT_FILENO, nullptr, 0, 0); }},
      {"take-message", [](int, int) { return call(SYS_recvmsg, STDOUT_FILENO, nullptr, 0); }},
      {"terminal", [](int, int) { return try_type_into_terminal(); }},
      // What makes kernels large.
      {"io-uring", [](int, int) { return call(SYS_io_uring_setup, 1, nullptr); }},
      {"io-uring-enter",
       [](int, int) { return call(SYS_io_uring_enter, -1, 0, 0, 0, nullptr, 0); }},
      {"page-faults", [](int, int) { return call(SYS_userfaultfd, 1); }},
      {"keys", [](int, int) { return call(SYS_keyctl, 0, -3, 0); }},
      {"add-key", [](int, int) { return call(SYS_add_key, "user", "platen-probe", "x", 1, -3); }},
      {"request-key", [](int, int) { return call(SYS_request_key, "user", "x", nullptr, 0); }},
      {"watch-files", [](int, int) { return call(SYS_inotify_init1, 0); }, true},
      {"watch-everything", [](int, int) { return call(SYS_fanotify_init, 0, 0); }},
      {"measure", [](int, int) { return call(SYS_perf_event_open, nullptr, 0, -1, -1, 0); }},
      {"kernel-program", [](int, int) { return call(SYS_bpf, 0, nullptr, 0); }},
      {"memory-file", [](int, int) { return call(SYS_memfd_create, "probe", 0); }, true},
      {"secret-memory", [](int, int) { return call(SYS_memfd_secret, 0); }},
      {"shared-memory", [](int, int) { return call(SYS_shmget, 0, 4096, 0600); }},
      {"message-queue", [](int, int) { return call(SYS_msgget, 0, 0600); }},
      {"semaphores", [](int, int) { return call(SYS_semget, 0, 1, 0600); }},
      {"named-queue", [](int, int) { return call(SYS_mq_open, "platen", O_RDONLY, 0, nullptr); }},
      {"wait-for-many", [](int, int) { return call(SYS_epoll_create1, 0); }, true},
      {"timer", [](int, int) { return call(SYS_timer_create, 0, nullptr, nullptr); }},
      {"splice", [](int, int) { return call(SYS_splice, -1, nullptr, -1, nullptr, 1, 0); }},
      {"processor-table", [](int, int) { return call(SYS_modify_ldt, 1, nullptr, 0); }},
      {"ports", [](int, int) { return call(SYS_iopl, 3); }},
      {"module", [](int, int) { return call(SYS_init_module, nullptr, 0, ""); }},
      {"module-of-file", [](int, int) { return call(SYS_finit_module, -1, "", 0); }},
      {"another-kernel", [](int, int) { return call(SYS_kexec_load, 0, 0, nullptr, 0); }},
      {"reboot", [](int, int) { return call(SYS_reboot, 0, 0, 0, nullptr); }},
      {"swap", [](int, int) { return call(SYS_swapon, "/dev/null", 0); }},
      {"set-clock", [](int, int) { return call(SYS_clock_settime, 0, nullptr); }},
      {"name-host", [](int, int) { return call(SYS_sethostname, nullptr, -1); }},
      {"read-log", [](int, int) { return call(SYS_syslog, 3, nullptr, 0); }},
      {"accounting", [](int, int) { return call(SYS_acct, "/nonexistent"); }},
      {"no-such-call", [](int, int) { return call(0x7fff); }}, // what a later kernel may add
  };
  return attempts;
}

} // namespace platen::render
