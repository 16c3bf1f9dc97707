#include "base/file.h"
#include "render/sandbox/sandbox.h"

#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <unistd.h>

namespace platen::render::sandbox {
namespace {

// What a program that computes, allocates, waits and reads needs. Whatever is not here fails with
// EPERM: sockets, ptrace, mounts, namespaces, keys, io_uring, and all that later kernels add.
constexpr int allowed_calls[] = {
    // memory
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    // open files
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(dup2), SCMP_SYS(dup3),
    SCMP_SYS(fstat), SCMP_SYS(fstatfs), SCMP_SYS(fadvise64), SCMP_SYS(getdents64), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6),
    // names, which Landlock narrows
    SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    // threads and signals within the process
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
    SCMP_SYS(set_tid_address), SCMP_SYS(rseq), SCMP_SYS(arch_prctl), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    // questions about itself and the clock
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrlimit), SCMP_SYS(getrusage), SCMP_SYS(times),
    SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    // the end
    SCMP_SYS(exit), SCMP_SYS(exit_group)};

constexpr scmp_datum_t unnamed_flag = O_TMPFILE & ~O_DIRECTORY;
constexpr scmp_datum_t writing_flags = O_ACCMODE | O_CREAT | O_TRUNC;
constexpr scmp_datum_t thread_flags = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND;

// Conditions on the argument number `argument` of a call, counted from 0.
scmp_arg_cmp equal(unsigned argument, scmp_datum_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

struct Release {
  void operator()(void* context) const { ::seccomp_release(context); }
};

class Filter {
public:
  Filter() : context_(::seccomp_init(SCMP_ACT_ERRNO(EPERM))) {}

  template<class... Condition> void allow(int call, Condition... condition) {
    add(SCMP_ACT_ALLOW, call, condition...);
  }
  template<class... Condition> void add(std::uint32_t action, int call, Condition... condition) {
    if (!context_) return;
    const int result =
        ::seccomp_rule_add(context_.get(), action, call, sizeof...(condition), condition...);
    // A call that this processor does not have (EDOM) cannot be made either.
    if (result != 0 && result != -EDOM && error_ == 0) error_ = -result;
  }
  Result<void> load() {
    if (!context_) return fail(Errc::unsupported, "cannot make a seccomp filter");
    // A call of another table of numbers ends the process, not only the thread that made it.
    if (error_ == 0)
      error_ = -::seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    // As a binary tree over the call numbers: some 80 rules cost a handful of comparisons.
    if (error_ == 0) error_ = -::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (error_ == 0) error_ = -::seccomp_load(context_.get());
    if (error_ == 0) return {};
    return fail(Errc::unsupported,
                "cannot enter the seccomp sandbox, and documents are not opened without it: " +
                    errno_text(error_));
  }

private:
  std::unique_ptr<void, Release> context_;
  int error_ = 0;
};

} // namespace

namespace detail {

Result<void> confine_calls(const Rules& rules) {
  Filter filter;
  for (const int call : allowed_calls)
    filter.allow(call);

  filter.allow(SCMP_SYS(open), masked(1, writing_flags, O_RDONLY));
  filter.allow(SCMP_SYS(openat), masked(2, writing_flags, O_RDONLY));
  // New files, each with a name by which it can be found; in the folder that Landlock names.
  if (!rules.scratch.empty())
    filter.allow(SCMP_SYS(openat),
                 masked(2, writing_flags | O_EXCL | unnamed_flag, O_RDWR | O_CREAT | O_EXCL));
  // Not F_SETOWN and F_SETSIG, by which a file's readiness becomes a signal to any process.
  for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL})
    filter.allow(SCMP_SYS(fcntl), equal(1, static_cast<scmp_datum_t>(command)));
  // Limits may be read, not set; of signals, only those to itself (abort, raise).
  filter.allow(SCMP_SYS(prlimit64), equal(2, 0));
  filter.allow(SCMP_SYS(tgkill), equal(0, static_cast<scmp_datum_t>(::getpid())));
  // Threads, not processes. clone3 hides its flags in memory: the C library falls back to clone.
  if (rules.threads || sanitized)
    filter.allow(SCMP_SYS(clone), masked(0, thread_flags, thread_flags));
  filter.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  if (!rules.program.empty()) filter.allow(SCMP_SYS(execve)); // Landlock names the one program

  if constexpr (sanitized)
    for (const int call : {SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(prlimit64)})
      filter.allow(call);
  return filter.load();
}

} // namespace detail

} // namespace platen::render::sandbox
