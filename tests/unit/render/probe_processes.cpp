#include "probe_outcome.h"
#include "sandbox_probe.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <thread>

#include <linux/sched.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

namespace platen::render {
namespace {

int try_execute(const char* program) {
  std::array<char, 64> name{};
  std::strncpy(name.data(), program, name.size() - 1);
  std::array<char*, 2> arguments{name.data(), nullptr};
  return outcome(::execv(program, arguments.data())); // comes back only when it fails
}

int try_fork(long flags) {
  const long pid = ::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) ::_exit(0);
  if (pid > 0) ::waitpid(static_cast<pid_t>(pid), nullptr, __WALL);
  return outcome(pid);
}

int try_new_fork() {
  clone_args how{};
  how.exit_signal = SIGCHLD;
  const long pid = ::syscall(SYS_clone3, &how, sizeof how);
  if (pid == 0) ::_exit(0);
  if (pid > 0) ::waitpid(static_cast<pid_t>(pid), nullptr, 0);
  return outcome(pid);
}

int try_thread() {
  int seen = EAGAIN;
  try {
    std::thread([&seen] { seen = 0; }).join();
  } catch (const std::system_error& error) {
    seen = error.code().value();
  }
  return seen;
}

// A program in memory, without a name in any file system.
int try_memory_program() {
  const int fd = static_cast<int>(::syscall(SYS_memfd_create, "probe", 0));
  if (fd < 0) return errno;
  return call(SYS_execveat, fd, "", nullptr, nullptr, AT_EMPTY_PATH);
}

int try_read_memory(int victim) {
  std::array<char, 8> block{};
  const iovec here{block.data(), block.size()};
  return outcome(::process_vm_readv(victim, &here, 1, &here, 1, 0)); // the same address there
}

int try_handle(int victim) {
  const int fd = static_cast<int>(::syscall(SYS_pidfd_open, victim, 0));
  if (fd < 0) return errno;
  ::close(fd);
  return 0;
}

int try_limit(int process) {
  const rlimit many{1u << 20, 1u << 20};
  return call(SYS_prlimit64, process, RLIMIT_NOFILE, &many, nullptr);
}

int try_signal_information(int victim) {
  siginfo_t information{};
  information.si_code = SI_QUEUE;
  return call(SYS_rt_sigqueueinfo, victim, SIGTERM, &information);
}

int try_affinity(int victim) {
  cpu_set_t one{};
  CPU_SET(0, &one);
  return outcome(::sched_setaffinity(victim, sizeof one, &one));
}

} // namespace

const std::vector<Attempt>& process_attempts() {
  static const std::vector<Attempt> attempts{
      {"start-thread", [](int, int) { return try_thread(); }, true},
      // Programs and processes.
      {"execute-shell", [](int, int) { return try_execute("/bin/sh"); }},
      {"execute-in-memory", [](int, int) { return try_memory_program(); }},
      {"execute-file",
       [](int, int file) { return call(SYS_execveat, file, "", nullptr, nullptr, AT_EMPTY_PATH); }},
      {"fork", [](int, int) { return try_fork(SIGCHLD); }, true},
      {"vfork", [](int, int) { return try_fork(CLONE_VM | CLONE_VFORK | SIGCHLD); }},
      {"fork-with-half-a-thread",
       [](int, int) { return try_fork(CLONE_VM | CLONE_SIGHAND | SIGCHLD); }},
      {"fork-anew", [](int, int) { return try_new_fork(); }, true},
      // Others.
      {"trace",
       [](int victim, int) { return outcome(::ptrace(PTRACE_SEIZE, victim, nullptr, 0)); }},
      {"be-traced", [](int, int) { return outcome(::ptrace(PTRACE_TRACEME, 0, nullptr, 0)); }},
      {"read-by-call", [](int victim, int) { return try_read_memory(victim); }},
      {"handle", [](int victim, int) { return try_handle(victim); }, true},
      {"take-file", [](int victim, int) { return call(SYS_pidfd_getfd, victim, 0, 0); }},
      {"look-for", [](int victim, int) { return outcome(::kill(victim, 0)); }, true},
      {"look-for-all", [](int, int) { return outcome(::kill(-1, 0)); }},
      {"kill", [](int victim, int) { return outcome(::kill(victim, SIGTERM)); }},
      {"kill-thread", [](int victim, int) { return call(SYS_tkill, victim, SIGTERM); }},
      {"kill-thread-of-group",
       [](int victim, int) { return call(SYS_tgkill, victim, victim, SIGTERM); }},
      {"signal-with-value", [](int victim, int) { return try_signal_information(victim); }},
      {"signal-by-handle", [](int, int) { return call(SYS_pidfd_send_signal, -1, SIGTERM, 0, 0); }},
      {"signal-by-file",
       [](int victim, int) { return outcome(::fcntl(STDIN_FILENO, F_SETOWN, victim)); }},
      {"choose-signal", [](int, int) { return outcome(::fcntl(STDIN_FILENO, F_SETSIG, SIGTERM)); }},
      {"limit-other", [](int victim, int) { return try_limit(victim); }},
      {"slow-other",
       [](int victim, int) {
         return outcome(::setpriority(PRIO_PROCESS, static_cast<id_t>(victim), 19));
       }},
      {"move-other", [](int victim, int) { return try_affinity(victim); }, true},
      {"join-group", [](int victim, int) { return outcome(::setpgid(0, victim)); }},
      {"compare", [](int victim, int) { return call(SYS_kcmp, victim, victim, 0, 0, 0); }},
      // Itself.
      {"raise-limit", [](int, int) { return try_limit(0); }},
      {"become-root", [](int, int) { return call(SYS_setuid, 0); }},
      {"become-another", [](int, int) { return call(SYS_setresuid, 1, 1, 1); }},
      {"change-group", [](int, int) { return call(SYS_setgid, 0); }},
      {"change-groups", [](int, int) { return call(SYS_setgroups, 0, nullptr); }},
      {"take-capabilities", [](int, int) { return call(SYS_capset, nullptr, nullptr); }},
      {"new-session", [](int, int) { return outcome(::setsid()); }},
      {"namespace", [](int, int) { return call(SYS_unshare, CLONE_NEWUSER); }},
      {"join-namespace", [](int, int) { return call(SYS_setns, -1, 0); }},
      {"personality",
       [](int, int) { return call(SYS_personality, 0x0040000); }}, // no randomised addresses
      {"process-control", [](int, int) { return outcome(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); },
       true},
      {"another-filter", [](int, int) { return call(SYS_seccomp, 0, 0, nullptr); }},
  };
  return attempts;
}

} // namespace platen::render
