#include "sandbox_probe.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::render {
namespace {

// 0 or the errno of a call that gives -1 for failure.
int outcome(long result) {
  return result < 0 ? errno : 0;
}

int try_open(const std::string& path, int flags) {
  return outcome(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

int try_connect(int domain, int type) {
  const int fd = ::socket(domain, type, 0);
  if (fd < 0) return errno;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(631);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return outcome(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

int try_execute(const char* program) {
  std::array<char, 64> name{};
  std::strncpy(name.data(), program, name.size() - 1);
  std::array<char*, 2> arguments{name.data(), nullptr};
  return outcome(::execv(program, arguments.data())); // comes back only when it fails
}

int try_fork(long flags) {
  const long pid = ::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) ::_exit(0);
  return outcome(pid);
}

int try_thread() {
  int seen = EAGAIN;
  std::thread([&seen] { seen = 0; }).join();
  return seen;
}

int try_fonts() {
  return try_open("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", O_RDONLY);
}

int try_more_files() {
  const rlimit many{1u << 20, 1u << 20};
  return outcome(::setrlimit(RLIMIT_NOFILE, &many));
}

} // namespace

std::string attack_sandbox(int parent, int document) {
  const std::string of_parent = "/proc/" + std::to_string(parent);
  const std::string of_document = "/proc/self/fd/" + std::to_string(document);
  const std::pair<const char*, std::function<int()>> attempts[] = {
      {"read-fonts", try_fonts},
      {"read-document-again", [&] { return try_open(of_document, O_RDONLY); }},
      {"start-thread", try_thread},
      {"write-document", [&] { return try_open(of_document, O_RDWR); }},
      {"read-passwords", [] { return try_open("/etc/passwd", O_RDONLY); }},
      {"read-home", [] { return try_open("/root/.profile", O_RDONLY); }},
      {"list-home", [] { return try_open("/home", O_RDONLY | O_DIRECTORY); }},
      {"list-root", [] { return try_open("/", O_RDONLY | O_DIRECTORY); }},
      {"read-parent-memory", [&] { return try_open(of_parent + "/mem", O_RDONLY); }},
      {"write-parent-memory", [&] { return try_open(of_parent + "/mem", O_RDWR); }},
      {"read-parent-environment", [&] { return try_open(of_parent + "/environ", O_RDONLY); }},
      {"create-in-tmp", [] { return try_open("/tmp/platen-probe", O_WRONLY | O_CREAT); }},
      {"create-unnamed", [] { return try_open("/tmp", O_TMPFILE | O_RDWR); }},
      {"make-folder", [] { return outcome(::mkdir("/tmp/platen-probe-folder", 0700)); }},
      {"unlink", [] { return outcome(::unlink("/tmp/platen-probe")); }},
      {"truncate", [] { return outcome(::truncate("/tmp/platen-probe", 0)); }},
      {"tcp", [] { return try_connect(AF_INET, SOCK_STREAM); }},
      {"udp", [] { return try_connect(AF_INET, SOCK_DGRAM); }},
      {"unix-socket", [] { return try_connect(AF_UNIX, SOCK_STREAM); }},
      {"netlink", [] { return outcome(::socket(AF_NETLINK, SOCK_RAW, 0)); }},
      {"execute-shell", [] { return try_execute("/bin/sh"); }},
      {"execute-in-memory",
       [] { return outcome(::syscall(SYS_execveat, 0, "", nullptr, nullptr, AT_EMPTY_PATH)); }},
      {"fork", [] { return try_fork(SIGCHLD); }},
      {"vfork", [] { return try_fork(CLONE_VM | CLONE_VFORK | SIGCHLD); }},
      {"namespace", [] { return outcome(::syscall(SYS_unshare, CLONE_NEWUSER)); }},
      {"mount", [] { return outcome(::mount("none", "/tmp", "tmpfs", 0, nullptr)); }},
      {"trace-parent", [&] { return outcome(::ptrace(PTRACE_SEIZE, parent, nullptr, nullptr)); }},
      {"kill-parent", [&] { return outcome(::kill(parent, SIGTERM)); }},
      {"signal-parent-thread",
       [&] { return outcome(::syscall(SYS_tgkill, parent, parent, SIGTERM)); }},
      {"signal-by-file", [&] { return outcome(::fcntl(STDIN_FILENO, F_SETOWN, parent)); }},
      {"raise-limit", try_more_files},
      {"io-uring", [] { return outcome(::syscall(SYS_io_uring_setup, 1, nullptr)); }},
      {"new-memory-file", [] { return outcome(::memfd_create("probe", 0)); }},
      {"bpf", [] { return outcome(::syscall(SYS_bpf, 0, nullptr, 0)); }},
  };
  std::string report;
  for (const auto& [name, attempt] : attempts) {
    const int error = attempt();
    report += std::string(name) + "=" + (error == 0 ? "done" : ::strerrorname_np(error)) + "\n";
  }
  return report;
}

} // namespace platen::render
