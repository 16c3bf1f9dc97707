#include "base/file.h"
#include "render/sandbox/sandbox.h"

#include <cerrno>
#include <csignal>
#include <memory>

#include <sched.h>
#include <seccomp.h>
#include <unistd.h>

namespace platen::render::sandbox {
namespace {

// What a filter has no business with: networks, other processes, other users, the kernel.
constexpr int refused_calls[] = {
    // sockets; on a 32-bit table they all go through socketcall, which takes them in memory
    SCMP_SYS(socket), SCMP_SYS(socketcall), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
    // other processes
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(process_madvise), SCMP_SYS(kcmp),
    SCMP_SYS(perf_event_open), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo),
    // other users, namespaces, mounts
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig), SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(quotactl), SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    // the kernel
    SCMP_SYS(bpf), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(syslog), SCMP_SYS(acct), SCMP_SYS(iopl),
    SCMP_SYS(ioperm), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(adjtimex),
    SCMP_SYS(clock_adjtime), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(vhangup),
    SCMP_SYS(lookup_dcookie), SCMP_SYS(mbind), SCMP_SYS(set_mempolicy), SCMP_SYS(migrate_pages),
    SCMP_SYS(move_pages)};

struct Release {
  void operator()(void* context) const { ::seccomp_release(context); }
};

// Calls that a table of numbers does not have cannot be made by it either.
int settled(int result) {
  return result == -EDOM || result == -EINVAL ? 0 : result;
}

int fill(void* context) {
  for (const int call : refused_calls)
    if (const int bad = settled(::seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), call, 0));
        bad != 0)
      return bad;
  // clone3 hides its flags in memory: the C library falls back to clone, which may make processes
  // and threads, and no namespaces.
  if (const int bad =
          settled(::seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
      bad != 0)
    return bad;
  for (const int flag_bit : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
                             CLONE_NEWUTS, CLONE_NEWCGROUP}) {
    const auto space = static_cast<std::uint32_t>(flag_bit);
    const scmp_arg_cmp flag{0, SCMP_CMP_MASKED_EQ, space, space};
    if (const int bad =
            settled(::seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, flag));
        bad != 0)
      return bad;
  }
  // Signals go to what it has started, not to whoever has started it, nor to everybody.
  const auto server = static_cast<std::uint64_t>(::getppid());
  const auto everybody = static_cast<std::uint32_t>(-1);
  const auto its_group = static_cast<std::uint32_t>(-static_cast<std::int32_t>(server));
  for (const int call : {SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(tgkill)})
    for (const std::uint64_t whom : {server, std::uint64_t{everybody}, std::uint64_t{its_group}}) {
      const scmp_arg_cmp target{0, SCMP_CMP_MASKED_EQ, 0xffffffff, whom};
      if (const int bad =
              settled(::seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), call, 1, target));
          bad != 0)
        return bad;
    }
  return 0;
}

} // namespace

namespace detail {

Result<void> confine_foreign_calls() {
  const std::unique_ptr<void, Release> context(::seccomp_init(SCMP_ACT_ALLOW));
  if (!context) return fail(Errc::unsupported, "cannot make a seccomp filter");
  int bad = 0;
#if defined(__x86_64__)
  // Such filters may be 32-bit programs, as Canon's are in part.
  bad = ::seccomp_arch_add(context.get(), SCMP_ARCH_X86);
#endif
  if (bad == 0)
    bad = ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (bad == 0) bad = fill(context.get());
  if (bad == 0) bad = ::seccomp_load(context.get());
  if (bad == 0) return {};
  return fail(Errc::unsupported, "cannot confine the filter's system calls: " + errno_text(-bad));
}

} // namespace detail

} // namespace platen::render::sandbox
