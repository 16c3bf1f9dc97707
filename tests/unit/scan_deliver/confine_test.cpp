#include "base/file.h"
#include "base/sanitized.h"
#include "base/scratch_folder.h"
#include "scan/deliver/courier/confine.h"

#include <cerrno>
#include <csignal>
#include <functional>
#include <set>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::scan::courier {
namespace {

namespace fs = std::filesystem;

bool opens(const fs::path& path, int flags) {
  return UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600)).get() >= 0;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

using Call = int (*)(int, const sockaddr*, socklen_t);
bool works(Call call, std::uint16_t port) {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  return call(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool makes(int family, int type, int protocol) {
  return UniqueFd(::socket(family, type | SOCK_CLOEXEC, protocol)).get() >= 0;
}

// Whether a call with arguments that mean nothing is looked at by the kernel (which has other words
// for them than "not permitted").
bool is_looked_at(long call) {
  return ::syscall(call, -1, nullptr, 0, nullptr, 0, 0) != 0 && errno != EPERM;
}

bool starts_a_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  return child > 0 && ::waitpid(child, nullptr, 0) == child;
}

// Whether the kernel would, were there such a program.
bool starts_a_program() {
  const char* const words[] = {"x", nullptr};
  return ::execve("/usr/lib/no-such-program", const_cast<char* const*>(words), nullptr) != 0 &&
         errno == ENOENT;
}

bool starts_a_thread() {
  pthread_t thread{};
  const auto nothing = [](void*) -> void* { return nullptr; };
  return ::pthread_create(&thread, nullptr, nothing, nullptr) == 0 &&
         ::pthread_join(thread, nullptr) == 0;
}

class ConfineTest : public ::testing::Test {
protected:
  void SetUp() override {
    auto made = ScratchFolder::make();
    ASSERT_TRUE(made);
    base.emplace(std::move(*made));
    for (const char* name : {"target", "beside"})
      ASSERT_TRUE(fs::create_directory(base->path() / name));
    for (const char* name : {"scan.pdf", "other.pdf", "target/old"})
      ASSERT_TRUE(write_file(base->path() / name, as_bytes("x")));
    request.attempt.files = {{base->path() / "scan.pdf", "scan.pdf", "application/pdf", 0, 0, 1}};
    request.destination.address = (base->path() / "target").string();
    listener = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener.get(), 16), 0);
    ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
  }

  // What a process that is confined for `kind` can still do.
  std::set<std::string> left_to(DestinationKind kind) {
    request.destination.kind = kind;
    const fs::path folder = base->path(), target = folder / "target";
    const std::vector<std::pair<std::string, std::function<bool()>>> deeds{
        {"read the scan", [&] { return opens(folder / "scan.pdf", O_RDONLY); }},
        {"change the scan", [&] { return opens(folder / "scan.pdf", O_WRONLY); }},
        {"read another file", [&] { return opens(folder / "other.pdf", O_RDONLY); }},
        {"read /etc/passwd", [] { return opens("/etc/passwd", O_RDONLY); }},
        {"read /etc/hosts", [] { return opens("/etc/hosts", O_RDONLY); }},
        {"write elsewhere", [&] { return opens(folder / "beside" / "x", O_WRONLY | O_CREAT); }},
        {"write there", [&] { return opens(target / "new", O_RDWR | O_CREAT | O_EXCL); }},
        {"rename there",
         [&] { return ::rename((target / "new").c_str(), (target / "named").c_str()) == 0; }},
        {"remove there", [&] { return ::unlink((target / "old").c_str()) == 0; }},
        {"call", [&] { return works(&::connect, port); }},
        {"start a process", [] { return starts_a_process(); }},
        {"start a program", [] { return starts_a_program(); }},
        {"start a thread", [] { return starts_a_thread(); }},
        {"send a signal", [] { return ::kill(::getppid(), 0) == 0; }},
        {"look into a process",
         [] { return ::syscall(SYS_ptrace, PTRACE_ATTACH, ::getppid(), 0, 0) == 0; }},
        {"read another's memory", [] { return is_looked_at(SYS_process_vm_readv); }},
        {"make a namespace", [] { return ::unshare(CLONE_NEWUSER) == 0; }},
        {"mount", [] { return is_looked_at(SYS_fsopen); }},
        {"load a module", [] { return is_looked_at(SYS_finit_module); }},
        {"load a filter", [] { return is_looked_at(SYS_bpf); }},
        {"keep a key", [] { return ::syscall(SYS_keyctl, 0, -3, 1) > 0; }},
        {"ask the name service", [] { return makes(AF_NETLINK, SOCK_RAW, 0); }},
        {"capture packets", [] { return makes(AF_PACKET, SOCK_RAW, 0); }},
        {"talk to the kernel's ciphers", [] { return makes(AF_ALG, SOCK_SEQPACKET, 0); }},
        {"talk to virtual machines", [] { return makes(AF_VSOCK, SOCK_STREAM, 0); }},
        {"listen", [] { return works(&::bind, 0); }},
    };
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      std::string done;
      const auto confined = confine(request);
      for (const auto& [name, deed] : deeds)
        done += confined && deed() ? '1' : '0';
      ::_exit(write_all(ends[1], as_bytes(done)) && confined ? 0 : 1);
    }
    ::close(ends[1]);
    std::string done(deeds.size(), '0');
    EXPECT_EQ(::read(ends[0], done.data(), done.size()), static_cast<ssize_t>(done.size()));
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    std::set<std::string> left;
    for (std::size_t i = 0; i < deeds.size(); ++i)
      if (done[i] == '1' && !needs_seccomp(deeds[i].first)) left.insert(deeds[i].first);
    return left;
  }

  // The sanitizers' own calls do not go with the filter: what it alone refuses is not asked there.
  static bool needs_seccomp([[maybe_unused]] const std::string& deed) {
#if PLATEN_SANITIZED
    static const std::set<std::string> refused{
        "keep a key",      "load a filter",   "load a module",           "make a namespace",
        "start a process", "start a program", "talk to virtual machines"};
    return refused.contains(deed);
#else
    return false;
#endif
  }

  std::optional<ScratchFolder> base;
  DeliveryRequest request;
  UniqueFd listener;
  std::uint16_t port = 0;
};

TEST_F(ConfineTest, LeavesAFolderToAFolder) {
  EXPECT_EQ(
      left_to(DestinationKind::folder),
      (std::set<std::string>{"read the scan", "read /etc/hosts", "write there", "rename there",
                             "remove there", "start a thread", "ask the name service"}));
}

TEST_F(ConfineTest, LeavesCallsToTheOthers) {
  for (const DestinationKind kind :
       {DestinationKind::mail, DestinationKind::smb, DestinationKind::http})
    EXPECT_EQ(left_to(kind), (std::set<std::string>{"read the scan", "read /etc/hosts", "call",
                                                    "start a thread", "ask the name service"}));
}

} // namespace
} // namespace platen::scan::courier
